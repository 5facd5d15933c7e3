/* statements - a network's statement uploaded by hand: mapped, seen first, refused by line and column, kept, compared as a waterfall, deleted and brought back; in English and in French. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Browser, Page } from "playwright-core";
import { start, waitFor, type Server } from "../loop/harness.ts";
import { setUp } from "../loop/people.ts";
import { receive, text, type Receiver } from "../loop/receiver.ts";
import { conversionOf, makeLoopTo, postback, visit, waitForFacts, waitForSettled, type Loop } from "../loop/world.ts";
import { say, type Language } from "../../web/src/i18n/words.ts";
import { logWords } from "../../web/src/pages/logs/words.ts";
import { statementWords } from "../../web/src/pages/reconcile/statementWords.ts";
import { causeWords, reconcileWords } from "../../web/src/pages/reconcile/words.ts";
import { shellWords } from "../../web/src/shell/shellWords.ts";
import { openBrowser } from "./browser.ts";
import { EMAIL, PHONE, seriousFaults, sit, takePicture, WIDE, type Look } from "./dashboard.ts";

let server: Server;
let browser: Browser;
let receiver: Receiver;
let loop: Loop;
let refused: string;
const today = new Date().toISOString().slice(0, 10);

async function convert(externalId: string, query: string): Promise<string> {
  const { cid } = await visit(server, `/${loop.campaign.key}?external_id=${externalId}&campid=77`);
  assert.equal((await postback(server, `cid=${cid}&${query}`)).text, "OK");
  await waitForSettled(server);
  return (await conversionOf(server, cid)).id;
}

before(async () => {
  receiver = await receive();
  server = await start();
  await setUp(server, EMAIL);
  loop = await makeLoopTo(server, receiver.url, { postback: { url: `${receiver.url}/pb?click={external_id}`, statuses: ["sale"] } });
  await convert("a-1", "payout=5");
  await convert("a-2", "payout=4");
  receiver.plan(text(200, "no such click"));
  refused = await convert("a-3", "payout=3");
  await waitForFacts(server);
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
  await receiver.down();
  await server.stop();
});

const FILE = `Quand;Réf;Camp;Montant\n${today};a-1;77;5\n${today};stranger;77;x\n`;

async function upload(page: Page, language: Language, body: string): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: say(statementWords, language, "file") }).click()]);
  await chooser.setFiles({ name: `releve-${language}.csv`, mimeType: "text/csv", buffer: Buffer.from(body) });
}

async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole("dialog").getByLabel(label, { exact: true }).first().click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

describe("a statement", () => {
  const looks: readonly Look[] = [WIDE, PHONE];
  for (const look of looks) {
    const { language } = look;
    const t = (word: keyof typeof statementWords & string, values?: Record<string, string | number>): string => say(statementWords, language, word, values);
    it(`is mapped, mended, kept and compared, deleted and brought back (${language})`, async () => {
      const { page, open, complaints } = await sit(browser, server, look);
      await open(`/reconcile?source=${loop.source.id}&tz=UTC`);
      await page.getByRole("button", { name: t("upload") }).click();
      await upload(page, language, FILE);
      /* The columns' names say nothing: they are mapped by hand. */
      await choose(page, t("column.day"), "Quand");
      await choose(page, t("column.value"), "Montant");
      await choose(page, t("column.campaign"), "Camp");
      await choose(page, t("column.external_id"), "Réf");
      const wrong = page.getByRole("region", { name: t("wrong") });
      await waitFor("only the amount is wrong", async () => {
        const cells = await wrong.locator("tbody tr").first().locator("td").allTextContents().catch(() => []);
        return cells[0] === "3" && cells[1] === "Montant";
      });
      assert.ok(await page.getByRole("button", { name: t("keep") }).isDisabled());
      await takePicture(page, `statement-faults-${language}`);
      assert.deepEqual(complaints(), []);
      assert.deepEqual(await seriousFaults(page), []);
      complaints(); /* axe's own script, which the page forbids */
      await upload(page, language, FILE.replace(";x", ";1"));
      for (const [column, name] of [["day", "Quand"], ["value", "Montant"], ["campaign", "Camp"], ["external_id", "Réf"]] as const) await choose(page, t(`column.${column}`), name);
      await page.getByRole("region", { name: t("campaigns") }).getByText("Campaign", { exact: true }).waitFor();
      await takePicture(page, `statement-seen-${language}`);
      await page.getByRole("button", { name: t("keep") }).click();
      /* The notice in the corner can be closed by who only hears it. */
      await page.getByRole("dialog").waitFor({ state: "detached" });
      const close = page.getByRole("button", { name: say(shellWords, language, "sc.close"), exact: true });
      await close.waitFor();
      assert.deepEqual(await seriousFaults(page), []);
      complaints();
      await close.click();
      const bridge = page.getByRole("table", { name: say(reconcileWords, language, "bridge") });
      const countOf = async (cause: keyof typeof causeWords & string): Promise<string | undefined> =>
        (await bridge.getByRole("row").filter({ hasText: say(causeWords, language, cause) }).locator("td").first().textContent())?.trim();
      assert.deepEqual([await countOf("lost"), await countOf("only_network"), await countOf("refused")], ["-1", "+1", "-1"]);
      await page.getByRole("img", { name: say(reconcileWords, language, "bridge.label", { tracker: "3", network: "2" }) }).locator("canvas").waitFor();
      await takePicture(page, `reconcile-statement-${language}`);
      await page.getByRole("button", { name: t("delete.of", { name: `releve-${language}.csv` }) }).click();
      await bridge.getByRole("row").filter({ hasText: say(causeWords, language, "unstated") }).waitFor();
      await page.getByRole("button", { name: t("restore.of", { name: `releve-${language}.csv` }) }).click();
      await bridge.getByRole("row").filter({ hasText: say(causeWords, language, "only_network") }).waitFor();
      assert.deepEqual(complaints(), []);
      await page.context().close();
      for (const { id } of await server.rows<{ id: number }>(`reconcile/statements?source=${loop.source.id}`)) await server.api("DELETE", `reconcile/statements/${id}`);
    });
  }
});

describe("small things", () => {
  it("a conversion's details say once what is to be done", async () => {
    const { page, open } = await sit(browser, server, WIDE);
    await open(`/conversions?dates=all&row=${refused}`);
    const { forwards } = await server.api<{ forwards: { mend: string; reason_text: string }[] }>("GET", `conversions/${refused}`);
    const mend = forwards[0]?.mend ?? "";
    assert.ok(mend.length > 0);
    await page.getByText(say(logWords, "en", "to.do", { text: mend })).first().waitFor();
    assert.equal((await page.getByRole("dialog").innerText()).split(mend).length - 1, 1);
    await page.context().close();
  });

  it("no line of French breaks before its punctuation", async () => {
    const { page, open } = await sit(browser, server, PHONE);
    await open(`/reconcile?source=${loop.source.id}`);
    const shown = await page.locator("main, body").first().innerText();
    assert.match(shown, /\u00a0:/);
    assert.doesNotMatch(shown, / [:;!?](?=\s|$)/);
    await page.context().close();
  });
});
