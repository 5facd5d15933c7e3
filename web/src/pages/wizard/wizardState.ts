/* wizardState - what the wizard has so far: the ids stand in the address, so that a reload or a colleague goes on from there. */
import { useUrl } from "../../state/url.ts";

export const STEPS = ["source", "network", "offer", "lander", "campaign", "links", "test"] as const;
export type StepName = (typeof STEPS)[number];
/** The steps that choose something of the catalogue. */
export type Chosen = "source" | "network" | "offer" | "lander" | "campaign";
/** An id; "none": gone without; null: not decided yet. */
export type Choice = number | "none" | null;

export interface Wizard {
  choices: Record<Chosen, Choice>;
  step: StepName;
  isDone: (step: StepName) => boolean;
  go: (step: StepName) => void;
  choose: (what: Chosen, choice: Choice) => void;
  passed: () => void;
  restart: () => void;
}

export const idOf = (choice: Choice): number | null => (typeof choice === "number" ? choice : null);

export function useWizard(): Wizard {
  const { params, set } = useUrl();
  const read = (name: Chosen): Choice => {
    const text = params.get(name);
    return text === "none" ? "none" : text !== null && /^\d+$/.test(text) ? Number(text) : null;
  };
  const choices = { source: read("source"), network: read("network"), offer: read("offer"), lander: read("lander"), campaign: read("campaign") };
  const isDone = (step: StepName): boolean => (step === "links" ? choices.campaign !== null && (params.get("step") === "test" || params.get("tested") === "1") : step === "test" ? params.get("tested") === "1" : choices[step] !== null);
  const step = STEPS.find((one) => one === params.get("step")) ?? STEPS.find((one) => !isDone(one)) ?? "test";
  return {
    choices,
    step,
    isDone,
    go: (next) => set({ step: next }),
    choose: (what, choice) => {
      const after = STEPS.slice(STEPS.indexOf(what) + 1);
      const next = after.find((one) => !isDone(one)) ?? "links";
      set({ [what]: choice === null ? null : String(choice), step: next, tested: null });
    },
    passed: () => set({ tested: "1" }, { replace: true }),
    restart: () => set({ source: null, network: null, offer: null, lander: null, campaign: null, step: null, tested: null }),
  };
}
