/* guide - the guide's chapters in Chromium, by mouse and keyboard alone, in both languages: from an empty server to a conversion that both sides show, and on to the ad network's side.
 * Each step's screen is a picture of docs/guide.LANGUAGE.md: script/guide-pictures keeps them. The chapters are in guide/, in the order of the text. */
import { after, before, describe } from "node:test";
import { LANGUAGES } from "../../web/src/i18n/words.ts";
import { bidder } from "./guide/bidder.ts";
import { budget } from "./guide/budget.ts";
import { firstConversion } from "./guide/conversion.ts";
import { costs } from "./guide/costs.ts";
import { end } from "./guide/end.ts";
import { reconciliation } from "./guide/reconciliation.ts";
import { sixSteps } from "./guide/steps.ts";
import { Walk } from "./guide/walk.ts";
import { zones } from "./guide/zones.ts";

for (const language of LANGUAGES)
  describe(`the guide, by hand, in ${language}`, () => {
    const walk = new Walk(language);
    before(() => walk.open());
    after(() => walk.server.stop());
    for (const chapter of [sixSteps, firstConversion, budget, zones, bidder, costs, reconciliation, end]) chapter(walk);
  });
