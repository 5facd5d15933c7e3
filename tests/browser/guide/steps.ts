/* steps - the six steps from an empty server to an ad that leads to the campaign URL. */
import assert from "node:assert/strict";
import { it } from "node:test";
import { waitFor } from "../../loop/harness.ts";
import { linkOf, PASSWORD } from "../../loop/people.ts";
import { campaignWords } from "../../../web/src/pages/campaigns/words.ts";
import { truthWords } from "../../../web/src/pages/campaigns/truthWords.ts";
import { pathWords } from "../../../web/src/forms/pathWords.ts";
import { formWords } from "../../../web/src/forms/words.ts";
import { templateWords } from "../../../web/src/forms/templateWords.ts";
import { listWords } from "../../../web/src/pages/list/words.ts";
import { adWords } from "../../../web/src/pages/network/words.ts";
import { networkWords } from "../../../web/src/pages/networks/words.ts";
import { offerWords } from "../../../web/src/pages/offers/words.ts";
import { setupWords } from "../../../web/src/pages/sign-in/setupWords.ts";
import { sourceWords } from "../../../web/src/pages/sources/words.ts";
import type { Walk } from "./walk.ts";

const OFFER_URL = "http://mypage.com/?a=14030&c=64375&s1=";
const CAMPAIGN_QUERY =
  "variation_id={variation_id}&campid={campaign_id}&source={src_hostname}&siteid={site_id}&zoneid={zone_id}" +
  "&catid={category_id}&country={country}&format={format}&cost={actual_cost}&external_id={conversions_tracking}";

export function sixSteps(walk: Walk): void {
  it("first the owner: the server's link, an account, time and money", async () => {
    const { hands, page, server } = walk;
    await page.goto(await waitFor("the link", () => /\/setup#rbl_/.test(server.log()) && linkOf(server)));
    await hands.write(hands.word(setupWords, "name"), "Olga");
    await hands.write(hands.word(setupWords, "email"), "olga@example.com");
    await hands.write(hands.word(setupWords, "password"), PASSWORD);
    await page.keyboard.press("Enter");
    await hands.write(hands.word(setupWords, "currency"), "USD");
    await page.keyboard.press("Escape");
    await hands.press(hands.word(setupWords, "next"));
    await hands.press(hands.word(setupWords, "skip"));
    await page.getByRole("link", { name: hands.word(setupWords, "start.look") }).click();
    await hands.title(hands.area("home"));
  });

  it("step 1: a goal gives its id and the postback's URL", async () => {
    const { hands, names, pictures, server } = walk;
    await hands.go("network/goals");
    await hands.press(`+ ${hands.word(adWords, "goal.new")}`);
    await hands.write(hands.word(adWords, "name"), names.goal);
    await hands.tick("radio", hands.word(adWords, "value.dynamic"));
    await pictures.take("1-goal");
    await hands.press(hands.word(formWords, "create"));
    await hands.see(hands.word(adWords, "goal.created"));
    await pictures.take("1-goal-id");
    const id = await hands.copy(hands.word(adWords, "goal.id"));
    assert.match(id, /^[0-9a-f]{32}$/);
    assert.equal(await hands.copy(hands.word(adWords, "goal.postback")), `${server.network}/tag.php?goal=${id}&tag=`);
    walk.goalUrl = await hands.copy(hands.word(adWords, "goal.tracker"));
    assert.equal(walk.goalUrl, `${server.network}/tag.php?goal=${id}&tag={external_id}&value={payout}`);
    await hands.closeSheet();
  });

  it("step 2: the source comes from the ExoClick template and tells that goal", async () => {
    const { hands, page, pictures } = walk;
    await hands.go("sources");
    await hands.press(hands.word(listWords, "new"));
    await page.keyboard.type("exo");
    await pictures.take("2-template");
    await hands.press(/^ExoClick /);
    assert.match(await hands.valueOf(hands.word(sourceWords, "postback.url")), /goal=REPLACE&tag=\{external_id\}$/);
    await hands.see(hands.word(sourceWords, "replace.left"));
    /* Still in the clipboard: the goal's URL for the tracker. */
    await hands.paste(hands.word(sourceWords, "postback.url"));
    assert.equal(await hands.valueOf(hands.word(sourceWords, "postback.url")), walk.goalUrl);
    await pictures.take("2-source");
    await hands.press(hands.word(formWords, "create"));
    await hands.see(hands.word(formWords, "saved", { name: "ExoClick" }));
    await hands.closeSheet();
    await hands.row("ExoClick").waitFor();
  });

  it("step 3: the affiliate network gives the postback URL to place there", async () => {
    const { hands, names, page, pictures, server } = walk;
    await hands.go("networks");
    await hands.press(hands.word(listWords, "new"));
    await hands.press(hands.word(templateWords, "blank"));
    await hands.write(hands.word(networkWords, "name"), names.network);
    await hands.write(hands.word(networkWords, "offer.template"), "{url}&s1={clickid}");
    await page.getByRole("dialog").getByText(hands.word(networkWords, "macros")).click();
    const macros = [["cid", "#s1#"], ["payout", "#price#"], ["txid", "#tid#"]] as const;
    for (const [i, [param, macro]] of macros.entries()) {
      await hands.press(hands.word(networkWords, "macro.add"));
      await hands.write(`${hands.word(networkWords, "param")} ${i + 1}`, param);
      await hands.write(`${hands.word(networkWords, "macro")} ${i + 1}`, macro);
    }
    await hands.press(hands.word(formWords, "create"));
    walk.networkUrl = await hands.copy(hands.word(networkWords, "postback.title"));
    assert.ok(walk.networkUrl.startsWith(`${server.tracking}/postback?cid=#s1#&payout=#price#&txid=#tid#&nid=`), walk.networkUrl);
    await pictures.take("3-network");
    await hands.closeSheet();
  });

  it("step 4: the offer, with the network's parameters and the payout of the postback", async () => {
    const { hands, names, pictures } = walk;
    await hands.go("offers");
    await hands.press(hands.word(listWords, "new"));
    await hands.write(hands.word(offerWords, "name"), names.offer);
    await hands.write(hands.word(offerWords, "url"), OFFER_URL);
    await hands.choose(hands.word(offerWords, "network"), names.network);
    assert.ok(await (await hands.sheet()).getByRole("radio", { name: hands.word(offerWords, "auto") }).isChecked());
    await pictures.take("4-offer");
    await hands.press(hands.word(formWords, "create"));
    assert.equal(await hands.copy(hands.word(offerWords, "postback.title")), walk.networkUrl);
    await hands.closeSheet();
  });

  it("step 5: the campaign, whose URL the ad will bear", async () => {
    const { hands, names, pictures, server } = walk;
    await hands.go("campaigns");
    await hands.press(hands.word(listWords, "new"));
    await hands.write(hands.word(campaignWords, "name"), names.campaign);
    await hands.choose(hands.word(campaignWords, "source"), "ExoClick");
    assert.equal(await hands.valueOf(hands.word(campaignWords, "cost.model")), hands.word(campaignWords, "cost.auto"));
    await hands.choose(hands.word(pathWords, "offer.add"), names.offer);
    await pictures.take("5-campaign");
    await hands.press(hands.word(formWords, "create"));
    const url = await hands.copy(hands.word(truthWords, "url.campaign"));
    assert.ok(url.startsWith(`${server.tracking}/`) && url.endsWith(`?${CAMPAIGN_QUERY}`), url);
    pictures.mask(new URL(url).pathname.slice(1));
    await pictures.take("5-campaign-url");
    await hands.closeSheet();
  });

  it("step 6: an ad campaign, and a variation that leads to the campaign URL", async () => {
    const { hands, names, page, pictures } = walk;
    const url = await page.evaluate<string>("navigator.clipboard.readText()");
    await hands.go("network/campaigns");
    await hands.press(`+ ${hands.word(adWords, "adcampaign.new")}`);
    await hands.write(hands.word(adWords, "name"), names.ad);
    await hands.write(hands.word(adWords, "price"), "0.05");
    await hands.press(hands.word(formWords, "create"));
    await hands.press(hands.word(adWords, "add.variation"));
    await hands.write(hands.word(adWords, "name"), names.variation);
    assert.equal(await hands.valueOf(hands.word(adWords, "adcampaign")), names.ad);
    await hands.paste(hands.word(adWords, "url"));
    assert.equal(await hands.valueOf(hands.word(adWords, "url")), url);
    await hands.press(hands.word(formWords, "create"));
    await hands.see(hands.word(adWords, "variation.created"));
    await pictures.take("6-variation");
    walk.adClickUrl = await hands.copy(hands.word(adWords, "click.sample.url"));
    await hands.closeSheet();
  });
}
