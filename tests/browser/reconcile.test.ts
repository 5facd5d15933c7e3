/* reconcile - the page that lays tracker and network side by side: a waterfall with every step in a table beside it, each cause opens its entries, in English and in French. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser } from "playwright-core";
import { start, type Server } from "../loop/harness.ts";
import { setUp } from "../loop/people.ts";
import { receive, type Receiver } from "../loop/receiver.ts";
import { conversionOf, makeLoop, postback, adClick, targetOf, visit, waitForSent, type Loop } from "../loop/world.ts";
import { say, type Language } from "../../web/src/i18n/words.ts";
import { causeWords, reconcileWords } from "../../web/src/pages/reconcile/words.ts";
import { barsOf } from "../../web/src/pages/reconcile/steps.ts";
import { openBrowser } from "./browser.ts";
import { EMAIL, PHONE, seriousFaults, sit, takePicture, WIDE, type Look } from "./dashboard.ts";

let server: Server;
let browser: Browser;
let receiver: Receiver;
let loop: Loop;
let lost: string;

/** By the ad, to a conversion. */
async function convert(query: string): Promise<string> {
  const { cid } = await visit(server, targetOf(await adClick(loop.variation)));
  assert.equal((await postback(server, `cid=${cid}&${query}`)).text, "OK");
  return (await conversionOf(server, cid)).id;
}

before(async () => {
  receiver = await receive();
  server = await start();
  await setUp(server, EMAIL);
  loop = await makeLoop(server);
  await waitForSent(server, await convert("payout=5"), "delivered");
  await convert("payout=2&status=lead");
  /* From here on somebody else answers in the network's place. */
  await server.api("PATCH", `sources/${loop.source.id}`, {
    postback: { url: `${receiver.url}/tag.php?goal=${loop.goal.id}&tag={external_id}&value={revenue}` },
  });
  lost = await convert("payout=3.5");
  await waitForSent(server, lost, "delivered");
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
  await receiver.down();
  await server.stop();
});

describe("a step of the waterfall", () => {
  it("floats from where the one before ended, also below zero", () => {
    const step = (value: number, isTotal = false) => ({ name: "", isTotal, value, text: "" });
    assert.deepEqual(barsOf([step(3, true), step(-1), step(2), step(-5), step(-1, true)]), [
      { low: 0, high: 3 },
      { low: 2, high: 3 },
      { low: 2, high: 4 },
      { low: -1, high: 4 },
      { low: -1, high: 0 },
    ]);
  });
});

describe("the reconciliation's page", () => {
  const looks: readonly Look[] = [WIDE, PHONE];
  for (const look of looks) {
    const language: Language = look.language;
    it(`tells every step beside the drawing, and opens what is behind one (${language})`, async () => {
      const { page, open, complaints } = await sit(browser, server, look);
      await open("/reconcile");
      await page.getByText(say(reconcileWords, language, "source.first")).waitFor();
      await page.getByLabel(say(reconcileWords, language, "source"), { exact: true }).first().click();
      await page.getByRole("option", { name: "ExoClick" }).click();
      const drawing = page.getByRole("img", { name: say(reconcileWords, language, "bridge.label", { tracker: "3", network: "1" }) });
      await drawing.locator("canvas").waitFor();
      const money = (value: number): string => value.toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
      const table = page.getByRole("table", { name: say(reconcileWords, language, "bridge") });
      const figures = async (name: string): Promise<string[]> =>
        (await table.getByRole("row").filter({ hasText: name }).locator("td").allTextContents()).map((text) => text.trim());
      assert.deepEqual(await figures(say(causeWords, language, "not_sent")), ["-1", money(-2)]);
      assert.deepEqual(await figures(say(causeWords, language, "lost")), ["-1", money(-3.5)]);
      assert.deepEqual(complaints(), []);
      assert.deepEqual(await seriousFaults(page), []);
      complaints(); /* axe's own script, which the page forbids */
      await page.getByRole("button", { name: say(reconcileWords, language, "entries.open", { cause: say(causeWords, language, "lost") }) }).click();
      const entries = page.getByRole("region", { name: say(reconcileWords, language, "entries.of", { cause: say(causeWords, language, "lost") }) });
      await entries.locator(`a[href="/conversions?row=${lost}"]`).waitFor();
      assert.equal(await entries.locator("tbody tr").count(), 1);
      await takePicture(page, `reconcile-${language}`);
      assert.deepEqual(complaints(), []);
      assert.deepEqual(await seriousFaults(page), []);
      await page.context().close();
    });
  }
});
