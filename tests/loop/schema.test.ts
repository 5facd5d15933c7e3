/* schema - a ledger whose tables are not this version's is refused once, at the start, by every command that would read or write it: a sentence that says what is wrong and what to do, and an end. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as path from "node:path";
import { before, describe, it } from "node:test";
import { run, start, type Server } from "./harness.ts";
import * as world from "./world.ts";

describe("a ledger that another version made", () => {
  let server: Server;
  const alter = (sql: string): void => void execFileSync("sqlite3", [path.join(server.dir, "ledger.db"), sql]);
  const isRefused = (command: string, says: string): void => {
    const { code, err } = run([command, ...server.args()]);
    assert.equal(code, 1, `${command}: ${err}`);
    assert.match(err, new RegExp(`/ledger\\.db was made by another version of Rebond: ${says}\\. Run the version that made it on this folder, or name another folder with --data`), command);
    assert.doesNotMatch(err, /starting again/, command);
  };

  before(async () => {
    server = await start();
    await world.visitNew(await world.makeLoop(server));
    assert.equal(await server.stop(), 0);
  });

  it("is refused by each command, which ends", () => {
    alter("ALTER TABLE visit RENAME COLUMN language TO tongue");
    for (const command of ["serve", "edge", "desk"]) isRefused(command, "its table visit has (\\d+) columns, where this version has \\1; the first that differs is language");
    assert.match(run(["verify", "--data", server.dir]).err, /its ledger was made by another version/);
    alter("ALTER TABLE visit RENAME COLUMN tongue TO language");
  });

  it("is refused with a table less, a column more and a column less", () => {
    alter("ALTER TABLE answer RENAME TO reply");
    isRefused("serve", "it has no table answer");
    alter("ALTER TABLE reply RENAME TO answer; ALTER TABLE visit ADD COLUMN later INTEGER");
    isRefused("serve", "its table visit has \\d+ columns, where this version has \\d+; the first that differs is later");
    alter("ALTER TABLE visit DROP COLUMN later; ALTER TABLE visit DROP COLUMN language");
    isRefused("serve", "its table visit has (\\d+) columns, where this version has (?!\\1;)\\d+; the first that differs is language");
  });

  it("keeps what it holds", () => {
    assert.equal(server.count("SELECT count(*) AS n FROM visit"), 1);
  });
});
