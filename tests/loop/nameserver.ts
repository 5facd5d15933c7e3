/* nameserver - a DNS server on the loopback that knows the hosts it is told of, over UDP. */
import * as dgram from "node:dgram";
import type { AddressInfo } from "node:net";

const TYPES = { A: 1, CNAME: 5, SOA: 6, AAAA: 28 } as const;
const NXDOMAIN = 3;
const SERVFAIL = 2;

export interface Host {
  cname?: string;
  a?: string[];
  aaaa?: string[];
  /** A zone begins at this host. */
  isRoot?: boolean;
}

interface Answer {
  name: string;
  type: number;
  data: Buffer;
}

const nameBytes = (name: string): Buffer =>
  Buffer.concat([
    ...name.split(".").flatMap((label) => [Buffer.from([label.length]), Buffer.from(label, "latin1")]),
    Buffer.from([0]),
  ]);

function ipv6Bytes(text: string): Buffer {
  const [head = "", tail = ""] = text.split("::");
  const groups = (part: string): string[] => (part === "" ? [] : part.split(":"));
  const before = groups(head);
  const after = groups(tail);
  const middle = new Array<string>(8 - before.length - after.length).fill("0");
  return Buffer.concat(
    [...before, ...middle, ...after].map((group) => Buffer.from(group.padStart(4, "0"), "hex")),
  );
}

function readName(message: Buffer, from: number): { name: string; end: number } {
  const labels: string[] = [];
  let at = from;
  for (let length = message[at] ?? 0; length !== 0; length = message[at] ?? 0) {
    labels.push(message.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join("."), end: at + 1 };
}

export class NameServer {
  /** By name in lower case; null: it answers SERVFAIL. */
  readonly hosts = new Map<string, Host | null>();
  readonly asked: { name: string; type: number }[] = [];
  isSilent = false;
  /** What becomes of each answer before it is sent. */
  garble: ((answer: Buffer) => Buffer) | undefined;
  private readonly socket = dgram.createSocket("udp4");

  async up(): Promise<this> {
    this.socket.on("message", (message, from) => {
      const answer = this.answer(message);
      if (!this.isSilent) this.socket.send(this.garble?.(answer) ?? answer, from.port, from.address);
    });
    await new Promise<void>((resolve) => this.socket.bind(0, "127.0.0.1", resolve));
    return this;
  }

  get address(): string {
    return `127.0.0.1:${(this.socket.address() as AddressInfo).port}`;
  }

  down(): void {
    this.socket.close();
  }

  private records(name: string, type: number): Answer[] {
    const host = this.hosts.get(name.toLowerCase());
    if (host === undefined || host === null) return [];
    const of = (data: Buffer, kind: number): Answer => ({ name, type: kind, data });
    if (host.cname !== undefined && type !== TYPES.CNAME)
      return [of(nameBytes(host.cname), TYPES.CNAME), ...this.records(host.cname, type)];
    if (type === TYPES.CNAME) return host.cname === undefined ? [] : [of(nameBytes(host.cname), type)];
    if (type === TYPES.A) return (host.a ?? []).map((ip) => of(Buffer.from(ip.split(".").map(Number)), type));
    if (type === TYPES.AAAA) return (host.aaaa ?? []).map((ip) => of(ipv6Bytes(ip), type));
    if (type === TYPES.SOA && host.isRoot === true)
      return [of(Buffer.concat([nameBytes("ns.test"), nameBytes("admin.test"), Buffer.alloc(20)]), type)];
    return [];
  }

  private answer(message: Buffer): Buffer {
    const { name, end } = readName(message, 12);
    const type = message.readUInt16BE(end);
    this.asked.push({ name, type });
    const host = this.hosts.get(name.toLowerCase());
    const answers = this.records(name, type);
    const header = Buffer.alloc(12);
    header.writeUInt16BE(message.readUInt16BE(0), 0);
    header.writeUInt16BE(0x8180 | (host === null ? SERVFAIL : host === undefined ? NXDOMAIN : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(answers.length, 6);
    const encoded = answers.map(({ name: owner, type: kind, data }) => {
      const fixed = Buffer.alloc(10);
      fixed.writeUInt16BE(kind, 0);
      fixed.writeUInt16BE(1, 2);
      fixed.writeUInt32BE(60, 4);
      fixed.writeUInt16BE(data.length, 8);
      return Buffer.concat([nameBytes(owner), fixed, data]);
    });
    return Buffer.concat([header, message.subarray(12, end + 4), ...encoded]);
  }
}
