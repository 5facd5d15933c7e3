/* receiver - the far end of the loop tests takes whatever is sent to it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask } from "../loop/http.ts";
import { receive } from "../loop/receiver.ts";

test("a body that is no form is kept as it is, not read as parameters", async () => {
  const receiver = await receive();
  const body = JSON.stringify({ text: "99 % of a=b & 5%" });
  await ask(receiver.url, "/hook?to=me", { method: "POST", headers: { "Content-Type": "application/json" }, body });
  await ask(receiver.url, "/tag?goal=1", { method: "POST", headers: { "Content-Type": "application/x-www-form-urlencoded" }, body: "tag=a%20b" });
  assert.deepEqual(
    receiver.calls.map((call) => [call.body, [...call.params]]),
    [
      [body, [["to", "me"]]],
      ["tag=a%20b", [["tag", "a b"]]],
    ],
  );
  await receiver.down();
});
