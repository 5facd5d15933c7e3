/* lists - what a person does in any list of the dashboard: create, edit, clone, archive, undo, restore. The tabs' tests say what stands in each form. */
import assert from "node:assert/strict";
import { it } from "node:test";
import { formWords } from "../../web/src/forms/words.ts";
import type { Words } from "../../web/src/i18n/words.ts";
import { listWords } from "../../web/src/pages/list/words.ts";
import { adWords } from "../../web/src/pages/network/words.ts";
import type { AreaName } from "../../web/src/shell/areas.ts";
import type { Hands, Name } from "./hands.ts";

/** How a list calls what can be done in it. */
interface ListWords {
  edit: string;
  clone: string;
  archive: string;
  restore: string;
  undo: string;
  filter: string;
  archivedOnes: string;
  activeOnes: string;
}

export interface Tab {
  area: AreaName;
  /** Of the button that begins a new one. */
  create: Name;
  /** What it is called in the list. */
  name: string;
  nameLabel: string;
  /** Fills the form of a new one. */
  fill: (hands: Hands) => Promise<void>;
  /** Another name, and a change that the form shows when it is opened again. */
  renamed: string;
  change: (hands: Hands) => Promise<void>;
  isChanged: (hands: Hands) => Promise<void>;
  /** Of a copy that must be named before it can be saved. */
  copyName?: string;
  /** The ad network's lists have their own words. */
  isOfNetwork?: boolean;
}

function wordsOf(hands: Hands, isOfNetwork: boolean): ListWords {
  const of = <W extends Words>(words: W, keys: Record<keyof ListWords, keyof W & string>): ListWords => Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, hands.word(words, key)])) as unknown as ListWords;
  return isOfNetwork
    ? of(adWords, { edit: "edit", clone: "clone", archive: "archive", restore: "restore", undo: "undo", filter: "status", archivedOnes: "status.archived", activeOnes: "status.current" })
    : of(listWords, { edit: "edit", clone: "clone", archive: "archive", restore: "restore", undo: "undo", filter: "filter", archivedOnes: "status.archived", activeOnes: "status.active" });
}

async function showOnly(hands: Hands, words: ListWords, isArchived: boolean, isOfNetwork: boolean): Promise<void> {
  const option = isArchived ? words.archivedOnes : words.activeOnes;
  const toolbar = hands.page.getByRole("toolbar");
  if (isOfNetwork) await hands.choose(words.filter, option, toolbar);
  else {
    /* A native list: its first letters choose. */
    await toolbar.getByRole("combobox", { name: words.filter, exact: true }).click();
    await hands.page.keyboard.type(option);
    await hands.page.keyboard.press("Enter");
  }
}

/** The tests of a tab. `hands` is there once the tests run. */
export function playList(tab: Tab, hands: () => Hands): void {
  const isOfNetwork = tab.isOfNetwork ?? false;
  const toolbar = (one: Hands) => one.page.getByRole("toolbar");
  const select = async (one: Hands, name: string): Promise<void> => {
    await one.row(name).waitFor();
    await one.row(name).getByRole("checkbox").click();
  };
  let copy = "";

  it("is created by its form, and stands in the list", async () => {
    const one = hands();
    await one.go(tab.area);
    await one.press(tab.create, toolbar(one));
    await tab.fill(one);
    await one.press(one.word(formWords, "create"));
    await one.see(one.word(formWords, "saved", { name: tab.name }));
    await one.closeSheet();
    await one.row(tab.name).waitFor();
  });

  it("is edited: another name and another value are there when it is opened again, by a double click and by the keyboard", async () => {
    const one = hands();
    const words = wordsOf(one, isOfNetwork);
    await select(one, tab.name);
    await one.press(words.edit, toolbar(one));
    await one.write(tab.nameLabel, tab.renamed);
    await tab.change(one);
    await one.press(one.word(formWords, "save"));
    await one.see(one.word(formWords, "saved", { name: tab.renamed }));
    if (await one.hasSheet()) await one.closeSheet();
    await one.page.reload();
    await one.row(tab.renamed).getByText(tab.renamed, { exact: true }).dblclick();
    await one.page.getByRole("dialog").getByRole("textbox", { name: tab.nameLabel, exact: true }).waitFor();
    await one.closeSheet();
    await one.row(tab.renamed).locator("td").nth(3).click();
    await one.page.keyboard.press("Enter");
    await one.page.getByRole("dialog").getByRole("textbox", { name: tab.nameLabel, exact: true }).waitFor();
    assert.equal(await one.valueOf(tab.nameLabel), tab.renamed);
    await tab.isChanged(one);
    await one.closeSheet();
  });

  it("is cloned: the copy's form opens, and both stand in the list", async () => {
    const one = hands();
    const words = wordsOf(one, isOfNetwork);
    await one.page.reload();
    await select(one, tab.renamed);
    await one.press(words.clone, toolbar(one));
    await one.field(tab.nameLabel, await one.sheet()).waitFor();
    if (tab.copyName === undefined) copy = await one.valueOf(tab.nameLabel);
    else {
      assert.equal(await one.valueOf(tab.nameLabel), "");
      await one.write(tab.nameLabel, tab.copyName);
      await one.press(one.word(formWords, "create"));
      await one.see(one.word(formWords, "saved", { name: tab.copyName }));
      copy = tab.copyName;
    }
    assert.notEqual(copy, tab.renamed);
    assert.notEqual(copy, "");
    await tab.isChanged(one);
    await one.closeSheet();
    await one.row(copy).waitFor();
    await one.row(tab.renamed).waitFor();
  });

  it("is archived: gone from the list, and back by the notice's own button", async () => {
    const one = hands();
    const words = wordsOf(one, isOfNetwork);
    await one.page.reload();
    await select(one, copy);
    await one.press(words.archive, toolbar(one));
    await one.row(copy).waitFor({ state: "detached" });
    await one.press(words.undo, one.page.locator("body"));
    await one.row(copy).waitFor();
  });

  it("is restored from among the archived ones", async () => {
    const one = hands();
    const words = wordsOf(one, isOfNetwork);
    await one.page.reload();
    await select(one, copy);
    await one.press(words.archive, toolbar(one));
    await one.row(copy).waitFor({ state: "detached" });
    await showOnly(one, words, true, isOfNetwork);
    await one.row(tab.renamed).waitFor({ state: "detached" });
    await select(one, copy);
    await one.press(words.restore, toolbar(one));
    await one.row(copy).waitFor({ state: "detached" });
    await showOnly(one, words, false, isOfNetwork);
    await one.row(copy).waitFor();
    await one.row(tab.renamed).waitFor();
  });
}
