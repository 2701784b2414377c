// Where the ribbons of a Sankey diagram of one pool run: what comes in on the left, through the
// pool, to what goes out on the right. Both sides are equally high where they add up.

/** One way in or out of the pool. */
export interface Flow {
  id: string;
  label: string;
  value: number;
  /** A token for its colour. */
  token: string;
}

export interface Ribbon extends Flow {
  side: "in" | "out";
  /** Of its own bar, in pixels from the top. */
  top: number;
  bottom: number;
  /** Where it meets the pool. */
  poolTop: number;
  poolBottom: number;
}

export interface Layout {
  ribbons: Ribbon[];
  poolTop: number;
  poolBottom: number;
}

/** Lays flows out from top to bottom in the order given; least is the height that words need. */
export function layout(ins: readonly Flow[], outs: readonly Flow[], height: number, least: number, gap: number): Layout {
  const most = Math.max(total(ins), total(outs), Number.MIN_VALUE);
  const rows = Math.max(ins.length, outs.length);
  const scale = Math.max(0, height - gap * Math.max(0, rows - 1) - least * rows * 0.35) / most;
  const pool = most * scale;
  const poolTop = (height - pool) / 2;
  return { ribbons: [...side(ins, "in", scale, height, least, gap, poolTop), ...side(outs, "out", scale, height, least, gap, poolTop)], poolTop, poolBottom: poolTop + pool };
}

const total = (flows: readonly Flow[]) => flows.reduce((sum, f) => sum + f.value, 0);

function side(flows: readonly Flow[], where: "in" | "out", scale: number, height: number, least: number, gap: number, poolTop: number): Ribbon[] {
  const rooms = flows.map((f) => Math.max(least, f.value * scale));
  const used = rooms.reduce((sum, r) => sum + r, 0) + gap * Math.max(0, flows.length - 1);
  const squeeze = used > height ? height / used : 1;
  let at = Math.max(0, (height - used) / 2);
  let pool = poolTop;
  return flows.map((flow, i) => {
    const roomFor = (rooms[i] ?? 0) * squeeze;
    const thick = Math.min(roomFor, flow.value * scale);
    const top = at + (roomFor - thick) / 2;
    const ribbon = { ...flow, side: where, top, bottom: top + Math.max(1, thick), poolTop: pool, poolBottom: pool + flow.value * scale };
    at += roomFor + gap * squeeze;
    pool += flow.value * scale;
    return ribbon;
  });
}

/** The outline of a ribbon between two upright edges. */
export function ribbonPath(x0: number, top0: number, bottom0: number, x1: number, top1: number, bottom1: number): string {
  const middle = (x0 + x1) / 2;
  const d = (v: number) => Math.round(v * 10) / 10;
  return `M${d(x0)} ${d(top0)}C${d(middle)} ${d(top0)} ${d(middle)} ${d(top1)} ${d(x1)} ${d(top1)}L${d(x1)} ${d(bottom1)}C${d(middle)} ${d(bottom1)} ${d(middle)} ${d(bottom0)} ${d(x0)} ${d(bottom0)}Z`;
}
