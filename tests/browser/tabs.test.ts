/* tabs - each tab of the tracker, in English, and of the ad network, in French, by mouse and keyboard: what stands in it is created, edited, cloned, archived and restored. */
import assert from "node:assert/strict";
import { after, before, describe } from "node:test";
import type { Browser } from "playwright-core";
import { start, type Server } from "../loop/harness.ts";
import { setUp } from "../loop/people.ts";
import { pathWords } from "../../web/src/forms/pathWords.ts";
import { statusWords } from "../../web/src/forms/statusWords.ts";
import { say, type Language, type Words } from "../../web/src/i18n/words.ts";
import { campaignWords } from "../../web/src/pages/campaigns/words.ts";
import { domainWords } from "../../web/src/pages/domains/words.ts";
import { flowWords } from "../../web/src/pages/flows/words.ts";
import { landerWords } from "../../web/src/pages/landers/words.ts";
import { listWords } from "../../web/src/pages/list/words.ts";
import { adWords } from "../../web/src/pages/network/words.ts";
import { networkWords } from "../../web/src/pages/networks/words.ts";
import { offerWords } from "../../web/src/pages/offers/words.ts";
import { sourceWords } from "../../web/src/pages/sources/words.ts";
import { openBrowser } from "./browser.ts";
import { EMAIL, sit, WIDE } from "./dashboard.ts";
import { Hands } from "./hands.ts";
import { playList, type Tab } from "./lists.ts";

/** A word of the tables, in one language. */
const speaker =
  (language: Language) =>
  <W extends Words>(words: W, word: keyof W & string, values?: Record<string, string | number>): string =>
    say(words, language, word, values);

const isTicked = async (hands: Hands, role: "radio" | "checkbox", name: string): Promise<void> => {
  assert.ok(await (await hands.sheet()).getByRole(role, { name, exact: true }).isChecked(), name);
};
const holds = async (hands: Hands, label: string, value: string | RegExp): Promise<void> => {
  const found = await hands.valueOf(label);
  if (typeof value === "string") assert.equal(found, value);
  else assert.match(found, value);
};

/** In the order in which one needs the other. */
function trackerTabs(): Tab[] {
  const t = speaker("en");
  const create = t(listWords, "new");
  return [
    {
      area: "sources", create, name: "PropellerAds", renamed: "Propeller, push", nameLabel: t(sourceWords, "name"),
      fill: async (hands) => {
        await hands.page.keyboard.type("propeller");
        await hands.press(/^PropellerAds/);
      },
      change: (hands) => hands.tick("checkbox", t(statusWords, "lead")),
      isChanged: (hands) => isTicked(hands, "checkbox", t(statusWords, "lead")),
    },
    {
      area: "networks", create, name: "CAKE", renamed: "Cake, Europe", nameLabel: t(networkWords, "name"),
      fill: async (hands) => {
        await hands.page.keyboard.type("cake");
        await hands.press(/^CAKE/);
      },
      change: (hands) => hands.choose(t(networkWords, "duplicate"), t(networkWords, "sum")),
      isChanged: (hands) => holds(hands, t(networkWords, "duplicate"), t(networkWords, "sum")),
    },
    {
      area: "offers", create, name: "Casino", renamed: "Casino, Spain", nameLabel: t(offerWords, "name"),
      fill: async (hands) => {
        await hands.write(t(offerWords, "name"), "Casino");
        await hands.write(t(offerWords, "url"), "https://casino.example/?a=1&s2=");
        await hands.choose(t(offerWords, "network"), "Cake, Europe");
      },
      change: async (hands) => {
        await hands.tick("radio", t(offerWords, "manual"));
        await hands.write(t(offerWords, "amount"), "2.5");
      },
      isChanged: async (hands) => {
        await isTicked(hands, "radio", t(offerWords, "manual"));
        await holds(hands, t(offerWords, "amount"), "2.5");
        await holds(hands, t(offerWords, "network"), "Cake, Europe");
      },
    },
    {
      area: "landers", create, name: "Quiz", renamed: "Quiz, short", nameLabel: t(landerWords, "name"),
      fill: async (hands) => {
        await hands.write(t(landerWords, "name"), "Quiz");
        await hands.write(t(landerWords, "url"), "https://quiz.example/?cid={clickid}");
      },
      change: (hands) => hands.write(t(landerWords, "url"), "https://quiz.example/short?cid={clickid}"),
      isChanged: (hands) => holds(hands, t(landerWords, "url"), "https://quiz.example/short?cid={clickid}"),
    },
    {
      area: "flows", create, name: "Both", renamed: "Both, weighed", nameLabel: t(flowWords, "name"),
      fill: async (hands) => {
        await hands.write(t(flowWords, "name"), "Both");
        await hands.press(t(pathWords, "path.add"));
        await hands.choose(t(pathWords, "lander.add"), "Quiz, short");
        await hands.choose(t(pathWords, "offer.add"), "Casino, Spain");
      },
      change: (hands) => hands.write(t(pathWords, "path.name", { n: 1 }), "By the quiz"),
      isChanged: async (hands) => {
        await holds(hands, t(pathWords, "path.name", { n: 1 }), "By the quiz");
        await holds(hands, t(pathWords, "offer.n", { n: 1 }), "Casino, Spain");
        await holds(hands, t(pathWords, "lander.n", { n: 1 }), "Quiz, short");
      },
    },
    {
      area: "domains", create, name: "trk.example.com", renamed: "go.example.com", copyName: "in.example.com", nameLabel: t(domainWords, "name"),
      fill: (hands) => hands.write(t(domainWords, "name"), "trk.example.com"),
      change: (hands) => hands.write(t(domainWords, "fallback"), "https://example.com/"),
      isChanged: (hands) => holds(hands, t(domainWords, "fallback"), "https://example.com/"),
    },
    {
      area: "campaigns", create, name: "Spain", renamed: "Spain, push", nameLabel: t(campaignWords, "name"),
      fill: async (hands) => {
        await hands.write(t(campaignWords, "name"), "Spain");
        await hands.choose(t(campaignWords, "source"), "Propeller, push");
        await hands.choose(t(pathWords, "offer.add"), "Casino, Spain");
      },
      change: async (hands) => {
        await hands.choose(t(campaignWords, "cost.model"), t(campaignWords, "cost.cpc"));
        await hands.write(t(campaignWords, "cost.amount"), "0.02");
      },
      isChanged: async (hands) => {
        await holds(hands, t(campaignWords, "cost.model"), t(campaignWords, "cost.cpc"));
        await holds(hands, t(campaignWords, "cost.amount"), "0.02");
        await holds(hands, t(pathWords, "offer.n", { n: 1 }), "Casino, Spain");
      },
    },
  ];
}

function networkTabs(): Tab[] {
  const t = speaker("fr");
  const nameLabel = t(adWords, "name");
  return [
    {
      area: "network/goals", isOfNetwork: true, create: `+ ${t(adWords, "goal.new")}`, name: "Inscription", renamed: "Inscription confirmée", nameLabel,
      fill: async (hands) => {
        await hands.write(nameLabel, "Inscription");
        await hands.tick("radio", t(adWords, "value.fixed"));
        await hands.write(t(adWords, "goal.amount"), "1,5");
      },
      change: (hands) => hands.choose(t(adWords, "goal.count"), t(adWords, "count.every")),
      isChanged: async (hands) => {
        await holds(hands, t(adWords, "goal.count"), t(adWords, "count.every"));
        await holds(hands, t(adWords, "goal.amount"), "1.5");
      },
    },
    {
      area: "network/campaigns", isOfNetwork: true, create: `+ ${t(adWords, "adcampaign.new")}`, name: "Été", renamed: "Été, bannières", nameLabel,
      fill: async (hands) => {
        await hands.write(nameLabel, "Été");
        await hands.write(t(adWords, "price"), "0,05");
      },
      change: (hands) => hands.choose(t(adWords, "pricing"), t(adWords, "pricing.cpm")),
      isChanged: async (hands) => {
        await holds(hands, t(adWords, "pricing"), t(adWords, "pricing.cpm"));
        await holds(hands, t(adWords, "price"), "0.05");
      },
    },
    {
      area: "network/variations", isOfNetwork: true, create: `+ ${t(adWords, "variation.new")}`, name: "Bannière", renamed: "Bannière 300x250", nameLabel,
      fill: async (hands) => {
        await hands.write(nameLabel, "Bannière");
        await hands.choose(t(adWords, "adcampaign"), "Été, bannières");
        await hands.write(t(adWords, "url"), "https://trk.example/15GFcZ?external_id={conversions_tracking}");
      },
      change: (hands) => hands.write(t(adWords, "url"), "https://trk.example/15GFcZ?zone={zone_id}&external_id={conversions_tracking}"),
      isChanged: async (hands) => {
        await holds(hands, t(adWords, "url"), "https://trk.example/15GFcZ?zone={zone_id}&external_id={conversions_tracking}");
        await holds(hands, t(adWords, "adcampaign"), "Été, bannières");
      },
    },
  ];
}

for (const [language, tabs] of [["en", trackerTabs()], ["fr", networkTabs()]] as const)
  describe(`by mouse and keyboard, in ${language}`, () => {
    let server: Server;
    let browser: Browser;
    let hands: Hands;
    before(async () => {
      server = await start();
      await setUp(server, EMAIL);
      browser = await openBrowser();
      hands = new Hands((await sit(browser, server, { ...WIDE, language })).page, language);
    });
    after(() => server.stop());
    for (const tab of tabs) describe(tab.area, () => playList(tab, () => hands));
  });

