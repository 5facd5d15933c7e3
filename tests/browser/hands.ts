/* hands - a person at a page: mouse, keyboard and clipboard, and the dashboard's own words in the person's language. Nothing here asks the API. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { say, type Language, type Words } from "../../web/src/i18n/words.ts";
import { formWords } from "../../web/src/forms/words.ts";
import { areaWords, type AreaName } from "../../web/src/shell/areas.ts";

/** A name of a control: a word of the dashboard, or a text that a user gave. */
export type Name = string | RegExp;

const exactly = (text: string): RegExp => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s/g, "\\s")}$`); /* French has spaces that do not break */

export class Hands {
  constructor(
    readonly page: Page,
    readonly language: Language,
  ) {}

  /** A word of one of the dashboard's tables. */
  word<W extends Words>(words: W, word: keyof W & string, values?: Record<string, string | number>): string {
    return say(words, this.language, word, values);
  }

  area(name: AreaName): string {
    return this.word(areaWords, name);
  }

  private get dialog(): Locator {
    return this.page.getByRole("dialog").filter({ has: this.page.locator("form") }).last();
  }

  async hasSheet(): Promise<boolean> {
    return (await this.dialog.count()) > 0;
  }

  /** The form that is open over the page; the page while there is none. */
  async sheet(): Promise<Locator> {
    return (await this.hasSheet()) ? this.dialog : this.page.locator("body");
  }

  private async at(role: "button" | "link" | "radio" | "switch" | "checkbox" | "tab" | "menuitem", name: Name, where?: Locator): Promise<Locator> {
    return (where ?? (await this.sheet())).getByRole(role, { name: typeof name === "string" ? exactly(name) : name }).first();
  }

  async press(name: Name, where?: Locator): Promise<void> {
    await (await this.at("button", name, where)).click();
  }

  /** Presses a link, switch, box, radio button or tab of that name. */
  async tick(role: "link" | "radio" | "switch" | "checkbox" | "tab" | "menuitem", name: Name, where?: Locator): Promise<void> {
    await (await this.at(role, name, where)).click();
  }

  /** The area by its link on the left. */
  async go(area: AreaName): Promise<void> {
    await this.page.getByRole("navigation", { name: /./ }).getByRole("link", { name: exactly(this.area(area)) }).first().click();
    await this.title(this.area(area));
  }

  async title(text: string): Promise<void> {
    await this.page.getByRole("heading", { level: 1, name: exactly(text) }).waitFor();
  }

  field(name: Name, where: Locator): Locator {
    return where.getByRole("textbox", { name: typeof name === "string" ? exactly(name) : name }).first();
  }

  /** Replaces what stands in a field, key by key; what is long comes out of the clipboard. */
  async write(name: Name, text: string, where?: Locator): Promise<void> {
    await this.field(name, where ?? (await this.sheet())).click();
    await this.page.keyboard.press("Control+A");
    if (text === "") await this.page.keyboard.press("Delete");
    else if (text.length > 200) await this.page.keyboard.insertText(text);
    else await this.page.keyboard.type(text);
  }

  /** Chooses from a list that opens at its field. */
  async choose(name: Name, option: string, where?: Locator): Promise<void> {
    await this.field(name, where ?? (await this.sheet())).click();
    await this.page.getByRole("option", { name: exactly(option) }).first().click();
  }

  /** Copies by the button beside a text, and gives what the clipboard then holds. */
  async copy(label: string, where?: Locator): Promise<string> {
    await this.press(`${this.word(formWords, "copy")}: ${label}`, where);
    return this.page.evaluate<string>("navigator.clipboard.readText()");
  }

  /** Puts the clipboard in the place of what stands in a field. */
  async paste(name: Name, where?: Locator): Promise<void> {
    await this.field(name, where ?? (await this.sheet())).click();
    await this.page.keyboard.press("Control+A");
    await this.page.keyboard.press("Control+V");
  }

  /** What a field holds. */
  async valueOf(name: Name, where?: Locator): Promise<string> {
    return this.field(name, where ?? (await this.sheet())).inputValue();
  }

  async see(text: Name, where?: Locator): Promise<void> {
    await (where ?? this.page.locator("body")).getByText(typeof text === "string" ? exactly(text) : text).filter({ visible: true }).first().waitFor();
  }

  /** Closes the form that is open. */
  async closeSheet(): Promise<void> {
    const sheet = await this.sheet();
    await this.page.keyboard.press("Escape");
    await sheet.waitFor({ state: "detached" });
  }

  /** The row of a table whose first cell says the name. */
  row(name: string): Locator {
    return this.page.getByRole("grid").locator("tr[data-index]").filter({ has: this.page.getByText(name, { exact: true }) }).first();
  }

  /** The text of that column in a row. */
  async cell(row: Locator, column: string): Promise<string> {
    const heads = await this.page.getByRole("grid").locator("thead th").allInnerTexts();
    const at = heads.findIndex((head) => head.replace(/\s+/g, " ").replace(/[▲▼¹²\s]+$/u, "").trim().startsWith(column));
    assert.ok(at >= 0, `a column ${column} among ${heads.join(" | ")}`);
    return (await row.locator("td").nth(at).innerText()).trim();
  }
}
