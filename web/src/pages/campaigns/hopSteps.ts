/* hopSteps - who speaks to whom in each step of a conversion test. */
import type { Schemas } from "../../api/client.ts";

export type TestResult = Schemas["conversion_test"];
export type TestStep = TestResult["steps"][number];
export const ACTORS = ["visitor", "lander", "tracker", "offer", "source", "second"] as const;
export type Actor = (typeof ACTORS)[number];

const WAYS: Record<TestStep["step"], readonly [from: Actor, to: Actor]> = {
  visit: ["visitor", "tracker"],
  hop: ["visitor", "tracker"],
  lander: ["tracker", "lander"],
  click: ["lander", "tracker"],
  offer: ["tracker", "offer"],
  postback: ["offer", "tracker"],
  conversion: ["tracker", "tracker"],
  source_postback: ["tracker", "source"],
  campaign_postback: ["tracker", "second"],
};

export const wayOf = (step: TestStep): readonly [from: Actor, to: Actor] => WAYS[step.step];

/** The lifelines that the steps need, in the order in which they are drawn. */
export function actorsOf(steps: readonly TestStep[]): Actor[] {
  const needed = new Set<Actor>(["visitor", "tracker", "offer", "source"]);
  for (const step of steps) for (const actor of wayOf(step)) needed.add(actor);
  return ACTORS.filter((actor) => needed.has(actor));
}
