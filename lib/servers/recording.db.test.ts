import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditOf, type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { getCall } from '../calls/get-call';
import { hidesField } from '../calls/hidden-fields';
import { CallDetails } from '../calls/schemas';
import { openPayload, sealPayload } from '../calls/sealed-payload';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { newId } from '../ids';
import { createServer } from './create-server';
import { deleteServer } from './delete-server';
import { loadCatalogue } from './load-catalogue';
import { Server } from './schemas';
import { updateRecording } from './update-recording';

const nothing = expect.objectContaining({ code: 'not_found', message: 'There is nothing here, or it is not yours.' });
const payload = { arguments: { text: '{"a":1}', is_cut: false }, answer: { text: '{"result":{}}', is_cut: false } };

describe.each(testDatabases)('what is recorded of calls on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let owner: PersonCtx;
  let admin: PersonCtx;
  let member: PersonCtx;
  let workspace: { id: string; slug: string };
  let server: Server;
  let count = 0;

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
    [owner, admin, member] = [await stage.person('Olga'), await stage.person('Adam'), await stage.person('Mia')];
  });
  afterAll(async () => {
    await stage.parts.connections.close();
    await database.drop();
  });
  beforeEach(async () => {
    count += 1;
    workspace = await stage.workspace(`recorded-${count}`, [
      [owner, 'owner'],
      [admin, 'admin'],
      [member, 'member'],
    ]);
    server = await createServer(owner, workspace.slug, { name: 'Demo', url: 'aerostack:demo' });
  });

  const update = (input: object, by = owner) => updateRecording(by, workspace.slug, server.id, input);
  const memberId = async (person: PersonCtx) => {
    const where = { workspaceId_userId: { workspaceId: workspace.id, userId: person.actor.id } };
    return (await database.db.member.findUniqueOrThrow({ where })).id;
  };
  /** A call with a payload, as the gateway leaves it. */
  async function recordedCall(memberId: string | null = null, atMs = Date.now()): Promise<string> {
    const id = newId(atMs);
    const its = { workspaceId: workspace.id, tokenId: 't', memberId, serverId: server.id, tool: 'x', outcome: 'ok' };
    await database.db.call.create({
      data: { ...its, id, gatewayUs: 1, serverUs: 1, requestId: 'r', at: new Date() },
    });
    const sealed = sealPayload(owner.vault, id, payload);
    await database.db.callPayload.create({ data: { callId: id, serverId: server.id, sealed } });
    return id;
  }
  const recordedOf = async (id: string, by = owner) =>
    CallDetails.parse(await getCall(by, workspace.slug, id)).recorded;

  it('nothing is recorded until an owner says so, and then the gateway knows at once', async () => {
    expect(server.recording).toEqual({ enabled: false, redact: [] });
    const before = await loadCatalogue(database.db, owner.vault, workspace.id);
    expect(before.servers[0]?.hidesField).toBeNull();
    for (const person of [admin, member]) {
      await expect(update({ enabled: true }, person)).rejects.toMatchObject({ code: 'forbidden' });
    }
    const updated = Server.parse(await update({ enabled: true, redact: ['Patient No', 'Patient No'] }));
    expect(updated.recording).toEqual({ enabled: true, redact: ['Patient No'] });
    const after = await loadCatalogue(database.db, owner.vault, workspace.id);
    expect(after.revision).toBeGreaterThan(before.revision);
    const hides = after.servers[0]?.hidesField;
    expect([hides?.('patient_no'), hides?.('password'), hides?.('name')]).toEqual([true, true, false]);
    expect(hidesField([])('patient_no')).toBe(false);
    expect((await update({ redact: [] })).recording).toEqual({ enabled: true, redact: [] });
  });

  it('each change is on record with what was before and after, and what changes nothing is not', async () => {
    await update({ enabled: true, redact: ['iban'] });
    await update({ enabled: true });
    await update({ enabled: false });
    const entries = await auditOf(owner, workspace.id, 'server.record');
    expect(entries.map(({ before, after }) => [JSON.parse(before ?? ''), JSON.parse(after ?? '')])).toEqual([
      [
        { recorded: false, redacted_fields: '' },
        { recorded: true, redacted_fields: 'iban' },
      ],
      [{ recorded: true }, { recorded: false }],
    ]);
  });

  it('it is read by whoever may read the call, and by nobody else', async () => {
    await update({ enabled: true });
    const [own, others] = [await recordedCall(await memberId(member)), await recordedCall(await memberId(admin))];
    for (const person of [owner, admin, member]) expect(await recordedOf(own, person)).toEqual(payload);
    await expect(recordedOf(others, member)).rejects.toEqual(nothing);
    await database.db.workspace.update({ where: { id: workspace.id }, data: { usageDetail: 'counts' } });
    await expect(recordedOf(own, admin)).rejects.toEqual(nothing);
    expect(await recordedOf(own, member)).toEqual(payload);
  });

  it('it lies sealed, and opens for its own call only', async () => {
    await update({ enabled: true });
    const [first, second] = [await recordedCall(), await recordedCall()];
    const { sealed } = await database.db.callPayload.findUniqueOrThrow({ where: { callId: first } });
    expect(sealed).not.toContain('"a"');
    expect(openPayload(owner.vault, first, sealed)).toEqual(payload);
    expect(() => openPayload(owner.vault, second, sealed)).toThrow(/belongs elsewhere/);
  });

  it('switched off, or the server removed, nothing of it is shown any more, and soon it is gone', async () => {
    const deeds = [() => update({ enabled: false }), () => deleteServer(owner, workspace.slug, server.id)];
    for (const end of deeds) {
      await update({ enabled: true });
      const id = await recordedCall();
      await end();
      expect(await recordedOf(id)).toBeNull();
      await stage.settled();
      expect(await database.db.callPayload.count({ where: { callId: id } })).toBe(0);
    }
  });

  it('switched on again, it shows nothing of before, and what is removed meanwhile is that and nothing else', async () => {
    await update({ enabled: true });
    const before = await recordedCall();
    const later = stage.later(owner, 60_000);
    await update({ enabled: false });
    await updateRecording(later, workspace.slug, server.id, { enabled: true });
    expect(await recordedOf(before)).toBeNull();
    const after = await recordedCall(null, later.now.getTime() + 1000);
    await stage.settled();
    expect(
      await database.db.callPayload.findMany({ where: { serverId: server.id }, select: { callId: true } }),
    ).toEqual([{ callId: after }]);
    expect(await recordedOf(after)).toEqual(payload);
  });

  it('what is no list of fields is refused by name', async () => {
    await expect(update({ redact: ['x'.repeat(65)] })).rejects.toMatchObject({ name: 'ZodError' });
    await expect(update({ enabled: 'yes' })).rejects.toMatchObject({ name: 'ZodError' });
    await expect(updateRecording(owner, workspace.slug, newId(), {})).rejects.toEqual(nothing);
  });
});
