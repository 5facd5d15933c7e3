/* language - what the server says to people comes in the language that the request asks for: errors, warnings, findings, reasons, steps of a test. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { start, waitFor, type Json, type Server } from "./harness.ts";
import { ask, inParallel } from "./http.ts";
import * as world from "./world.ts";

const FRENCH = { "Accept-Language": "fr-FR, en;q=0.5" };

let server: Server;
let loop: world.Loop;

before(async () => {
  server = await start();
  loop = await world.makeLoop(server);
  await waitFor("the facts open", async () => (await server.call("GET", "report?from=2026-01-01")).status === 200);
});

const messageOf = async (method: string, resource: string, body?: unknown, headers: Record<string, string> = FRENCH): Promise<string> => {
  const reply = await server.call(method, resource, body, headers);
  assert.ok(reply.status >= 400, reply.text);
  return (JSON.parse(reply.text) as { error: { message: string } }).error.message;
};

describe("a request in French", () => {
  it("is refused in French, with the field and the values; another in English", async () => {
    assert.equal(await messageOf("PATCH", `sources/${loop.source.id}`, { currency: "EUROS" }), 'currency: attendu le code d’une devise, trois lettres comme "USD".');
    assert.equal(await messageOf("PATCH", `sources/${loop.source.id}`, { currency: "EUROS" }, {}), 'currency: expected a currency code of three letters such as "USD".');
    assert.equal(await messageOf("PATCH", `sources/${loop.source.id}`, { tokens: {} }), "tokens: attendu une liste d’objets, pas un objet.");
    assert.equal(await messageOf("PATCH", `offers/${loop.offer.id}`, { url: "http://{clickid}.example/" }), "url: aucune macro ne peut figurer dans le schéma, l’identifiant, l’hôte ou le port.");
    assert.equal(await messageOf("GET", "visits?limit=0"), "limit doit être un nombre de 1 à 1000.");
    assert.equal(await messageOf("GET", "report?group_by=luck"), 'group_by : il n’y a pas de dimension "luck".');
    assert.equal(await messageOf("GET", "report?filter=country"), "filter : attendu NOM:VALEUR, comme dans country:FR,DE.");
    assert.equal(await messageOf("PATCH", `campaigns/${loop.campaign.id}`, { source_id: 99 }), "source_id: introuvable : source 99.");
    assert.equal(await messageOf("GET", "nothing"), "Il n’y a rien à cette adresse.");
  });

  it("is warned in French", async () => {
    const found = await server.api<{ findings: { message: string }[] }>("POST", "lint", { kind: "offer_url", text: "http://h.example/?a={clikid}" }, FRENCH);
    assert.deepEqual(found.findings.map(({ message }) => message).sort(), [
      "aucun id de clic ne serait passé : ajoutez {clickid} à l’URL ou au modèle du réseau, sinon aucune conversion ne sera rattachée",
      "macro inconnue {clikid}, vouliez-vous dire {clickid} ?",
    ]);
    const goal = await server.api<{ warnings: { message: string }[] }>("POST", "goals", { name: "Fixe", value: { type: "fixed", amount: "0" }, order: 2 }, FRENCH);
    assert.deepEqual(goal.warnings.map(({ message }) => message), ["un objectif fixe sans montant ne vaut rien"]);
  });

  it("is refused in French by the edge too, which decides", async () => {
    const { cid } = await world.visit(server, `/${loop.campaign.key}?x=1`);
    await world.postback(server, `cid=${cid}&payout=5`);
    const [conversion] = await server.rows<world.Conversion>(`conversions?cid=${cid}`);
    const resend = `conversions/${conversion?.id}/resend`;
    assert.equal(await messageOf("POST", resend, {}), "il ne serait pas envoyé : source: no_external_id.");
    assert.equal(await messageOf("POST", resend, {}, {}), "it would not be sent: source: no_external_id.");
  });

  it("reads reasons and what mends them in French", async () => {
    await ask(server.tracking, "/postback?payout=1");
    const row = await waitFor("the refusal's row", async () =>
      (await server.api<{ rows: { reason: string; reason_text: string; mend: string }[] }>("GET", "postbacks/in", undefined, FRENCH)).rows.find(({ reason }) => reason === "missing_cid"));
    assert.deepEqual([row.reason_text, row.mend], ["Il ne nommait aucun id de clic.", "Mettez la macro du réseau pour cela derrière cid=."]);
    const { cid } = await world.visit(server, `/${loop.campaign.key}?external_id=abc`);
    await world.postback(server, `cid=${cid}&payout=5&status=what`);
    const health = await server.api<{ findings: { code: string; sentence: string; mend: { text: string } }[] }>("GET", "health/tracking?fresh=true", undefined, FRENCH);
    const unmapped = health.findings.find(({ code }) => code === "unmapped_status");
    assert.equal(unmapped?.sentence, 'My network : 1 conversion a le statut "what", qu’aucune liste ne connaît.');
    assert.match(unmapped?.mend.text ?? "", /^Donnez un sens à "what"\./);
  });

  it("reads what a preset tells in French, also as a warning", async () => {
    const { rows } = await server.api<{ rows: { template: string; notes: string }[] }>("GET", "templates", undefined, FRENCH);
    assert.equal(rows.find(({ template }) => template === "airpush")?.notes, "Une forme ancienne.");
    const made = await server.api<{ warnings: { message: string }[] }>("POST", "sources", { name: "PlugRush", template: "plugrush" }, FRENCH);
    assert.match(made.warnings[0]?.message ?? "", /^ce modèle n’a pas été comparé à la documentation même de PlugRush : .* testez une conversion\. Aucun postback n’a pu être vérifié/);
  });

  it("plays a conversion test in French", async () => {
    await server.api("PATCH", `offers/${loop.offer.id}`, { status: "paused" });
    const test = await server.api<{ steps: Json[] }>("POST", `campaigns/${loop.campaign.id}/test`, {}, FRENCH);
    assert.match(String(test.steps.at(-1)?.["what_to_change"]), /^Aucun chemin ne mène nulle part/);
    await server.api("PATCH", `offers/${loop.offer.id}`, { status: "active" });
  });

  it("stays in its language beside others", async () => {
    const told = await inParallel(Array.from({ length: 200 }, (_, i) => i % 2 === 0), 16, async (isFrench) => [isFrench, await messageOf("GET", "campaigns/999", undefined, isFrench ? FRENCH : {})] as const);
    for (const [isFrench, message] of told) assert.equal(message, isFrench ? "Il n’y en a pas de cet id parmi les campaigns." : "There is none of that id among the campaigns.");
  });
});
