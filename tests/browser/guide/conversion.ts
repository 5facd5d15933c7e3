/* conversion - the first conversion, as both sides show it. */
import assert from "node:assert/strict";
import { it } from "node:test";
import { waitFor } from "../../loop/harness.ts";
import { statusWords } from "../../../web/src/forms/statusWords.ts";
import { valueWords } from "../../../web/src/pages/logs/words.ts";
import { reportWords as adReportWords } from "../../../web/src/pages/network/reportWords.ts";
import { metricWords } from "../../../web/src/table/metrics.ts";
import type { Walk } from "./walk.ts";

export function firstConversion(walk: Walk): void {
  it("a visitor clicks the ad and buys; the affiliate network calls the postback", async () => {
    const visitor = await walk.visitor();
    await visitor.goto(walk.adClickUrl);
    await walk.convert(visitor, "5", "order-1");
  });

  it("the tracker shows the conversion, and that the source was told", async () => {
    const { hands, names, page, pictures } = walk;
    await hands.go("conversions");
    const row = hands.row(names.campaign);
    await row.waitFor();
    assert.match(await row.innerText(), new RegExp(hands.word(statusWords, "sale"), "i"));
    assert.match(await row.innerText(), /order-1/);
    await row.locator("td").nth(1).dblclick();
    const entry = page.getByRole("dialog");
    await entry.getByText(hands.word(valueWords, "delivered")).first().waitFor();
    await pictures.take("6-conversion");
    await page.keyboard.press("Escape");
    await entry.waitFor({ state: "detached" });
  });

  it("the tracker's list and report count it", async () => {
    const { hands, names } = walk;
    for (const area of ["campaigns", "reports"] as const) {
      await hands.go(area);
      await walk.figure(names.campaign, hands.word(metricWords, "conversions"), "1");
      const row = hands.row(names.campaign);
      assert.equal(await hands.cell(row, hands.word(metricWords, "visits")), "1");
      assert.match(await hands.cell(row, hands.word(metricWords, "revenue")), /^5[.,]00$/);
    }
  });

  it("the ad network's statistics and list of campaigns count it once the goal's columns are on", async () => {
    const { hands, names, page, pictures } = walk;
    const own = (metric: "conversions" | "value"): string => `${names.goal} · ${hands.word(metricWords, metric)}`;
    for (const area of ["network/statistics", "network/campaigns"] as const) {
      await hands.go(area);
      const row = hands.row(names.ad);
      await row.waitFor();
      assert.equal(await page.getByRole("columnheader", { name: own("conversions") }).count(), 0, "off until switched on, in each view");
      await hands.press(new RegExp(`^${hands.word(adReportWords, "columns.goals")}`));
      await hands.tick("switch", names.goal);
      if (area === "network/statistics") await pictures.take("6-goal-columns");
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      /* The list's goals come behind its rows. */
      await waitFor(`the goal's conversion in ${area}`, async () => (await hands.cell(row, own("conversions"))) === "1");
      assert.match(await hands.cell(row, own("value")), /^5[.,]00$/);
      if (area === "network/statistics") await pictures.take("6-statistics");
    }
  });
}
