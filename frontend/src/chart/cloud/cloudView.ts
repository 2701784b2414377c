// A cloud of futures on the graphics processor. No framework. Every column of a result is uploaded
// once; which of them are axes, how they are scaled, and how far the way from one picture to the next
// has been gone are uniforms. So a frame uploads nothing, and at rest no frame is drawn.
import { Frame, still } from "../frame";
import { mostKinds, room, saltX, saltY, type Axis, type Columns, type Palette, type Tint } from "./place";

/** What is to be seen. */
export interface Picture {
  x: Axis;
  y: Axis;
  tint: Tint;
}

/** Pixels of the canvas (CSS), device pixels in one of them, and the plot inside. */
export interface Plane {
  width: number;
  height: number;
  ratio: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const glide = 520;
const slots = ["x0", "y0", "x1", "y1", "c0", "c1", "picked"] as const;
const nothing = 3e38; // stands for NaN, which shaders need not know

const number = (v: number) => (Number.isInteger(v) ? `${v}.0` : String(v));

const vertex = `#version 300 es
precision highp float;
in float x0, y0, x1, y1, c0, c1, picked;
uniform vec4 ax0, ay0, ax1, ay1; // low, high, strewn, lacking
uniform vec4 tint0, tint1;       // ramp?, low, high
uniform vec4 plot;               // left, bottom, width and height in clip space
uniform vec3 kinds[${mostKinds}];
uniform vec3 ramp[3];
uniform vec3 none;
uniform float way, size, ink;
uniform int only;                // 0 all, 1 what is not picked, 2 what is
out vec4 colour;
float strew(int salt) { return float((uint(gl_VertexID + salt) * 2654435761u) >> 8u) / 16777215.0 - 0.5; }
float along(float v, vec4 a, int salt) {
  if (v > 1e37) return 0.965 + 0.05 * strew(salt);
  float span = a.y - a.x;
  float at = span > 0.0 ? clamp((v - a.x) / span, 0.0, 1.0) : 0.5;
  return clamp(at + a.z * strew(salt), 0.0, 1.0) * (a.w > 0.5 ? ${number(room)} : 1.0);
}
vec3 shade(float v, vec4 t) {
  if (v > 1e37) return none;
  if (t.x < 0.5) return kinds[clamp(int(v + 0.5), 0, ${mostKinds - 1})];
  float at = clamp((v - t.y) / (t.z - t.y), 0.0, 1.0);
  return at < 0.5 ? mix(ramp[0], ramp[1], at * 2.0) : mix(ramp[1], ramp[2], at * 2.0 - 1.0);
}
void main() {
  bool is = picked > 0.5;
  if ((only == 1 && is) || (only == 2 && !is)) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); gl_PointSize = 1.0; return; }
  vec2 from = vec2(along(x0, ax0, ${saltX}), along(y0, ay0, ${saltY}));
  vec2 to = vec2(along(x1, ax1, ${saltX}), along(y1, ay1, ${saltY}));
  gl_Position = vec4(plot.xy + mix(from, to, way) * plot.zw, 0.0, 1.0);
  gl_PointSize = size;
  vec3 c = mix(shade(c0, tint0), shade(c1, tint1), way);
  colour = vec4(c * ink, ink);
}`;

const fragment = `#version 300 es
precision mediump float;
in vec4 colour;
uniform float disc;
out vec4 pixel;
void main() {
  float away = length(gl_PointCoord - 0.5) * (disc + 1.0);
  pixel = colour * clamp(disc * 0.5 - away + 0.5, 0.0, 1.0);
}`;

/** There is no WebGL2 here. */
export class NoGraphics extends Error {}

/** How large points are, in CSS pixels, and how deep their colour is, for so many of them. */
function inkFor(n: number): { size: number; ink: number } {
  if (n <= 20_000) return { size: 3.6, ink: 0.62 };
  if (n <= 200_000) return { size: 2.2, ink: 0.32 };
  return { size: 1.5, ink: 0.14 };
}

/** Everything that lives on the graphics processor, made here and let go of in free. */
class Objects {
  readonly gl: WebGL2RenderingContext;
  readonly program: WebGLProgram;
  readonly buffers = new Map<string, WebGLBuffer>();
  readonly picked: WebGLBuffer;
  readonly at: Record<(typeof slots)[number], number>;
  readonly #places = new Map<string, WebGLUniformLocation | null>();
  readonly #array: WebGLVertexArrayObject;

  constructor(gl: WebGL2RenderingContext) {
    this.gl = gl;
    this.program = link(gl);
    this.picked = gl.createBuffer();
    this.#array = gl.createVertexArray();
    gl.bindVertexArray(this.#array);
    gl.useProgram(this.program);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    this.at = Object.fromEntries(slots.map((slot, i) => [slot, i])) as Objects["at"];
    for (const slot of slots) gl.enableVertexAttribArray(this.at[slot]);
  }

  uniform(name: string): WebGLUniformLocation | null {
    let place = this.#places.get(name);
    if (place === undefined) this.#places.set(name, (place = this.gl.getUniformLocation(this.program, name)));
    return place;
  }

  column(name: string, values: Float32Array): void {
    const { gl } = this;
    const buffer = this.buffers.get(name) ?? gl.createBuffer();
    this.buffers.set(name, buffer);
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, clean(values), gl.STATIC_DRAW);
  }

  point(slot: (typeof slots)[number], column: string): void {
    const { gl } = this;
    const buffer = this.buffers.get(column);
    if (!buffer) return;
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.vertexAttribPointer(this.at[slot], 1, gl.FLOAT, false, 0, 0);
  }

  mask(values: Uint8Array): void {
    const { gl } = this;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.picked);
    gl.bufferData(gl.ARRAY_BUFFER, values, gl.STATIC_DRAW);
    gl.vertexAttribPointer(this.at.picked, 1, gl.UNSIGNED_BYTE, false, 0, 0);
  }

  free(): void {
    const { gl } = this;
    for (const buffer of this.buffers.values()) gl.deleteBuffer(buffer);
    gl.deleteBuffer(this.picked);
    gl.deleteVertexArray(this.#array);
    gl.deleteProgram(this.program);
  }
}

function link(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
    const shader = gl.createShader(kind);
    if (!shader) throw new NoGraphics("no shader");
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader); // goes with the program
  }
  slots.forEach((slot, i) => gl.bindAttribLocation(program, i, slot));
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) throw new NoGraphics(gl.getProgramInfoLog(program) ?? "the shaders do not link");
  return program;
}

function clean(values: Float32Array): Float32Array {
  if (!values.some(Number.isNaN)) return values;
  return values.map((v) => (Number.isNaN(v) ? nothing : v));
}

export class CloudView {
  readonly #canvas: HTMLCanvasElement;
  readonly #gl: WebGL2RenderingContext;
  readonly #frame = new Frame((now) => this.#draw(now));
  readonly #stop = new AbortController();
  #objects: Objects | null;
  #columns: Columns = {};
  #n = 0;
  #mask: Uint8Array | null = null;
  #palette: Palette | null = null;
  #from: Picture | null = null;
  #to: Picture | null = null;
  #box: Plane | null = null;
  #started = -Infinity;
  #settled = true; // no picture is on its way to another

  /** Draws on a canvas; lost is told when the graphics processor goes away, and back when it has returned. */
  constructor(canvas: HTMLCanvasElement, { lost, back }: { lost: () => void; back: () => void }) {
    // Kept, so that a printed page holds the picture.
    const gl = canvas.getContext("webgl2", { antialias: false, alpha: true, premultipliedAlpha: true, preserveDrawingBuffer: true, depth: false });
    if (!gl) throw new NoGraphics("no WebGL2");
    this.#canvas = canvas;
    this.#gl = gl;
    this.#objects = new Objects(gl);
    const { signal } = this.#stop;
    canvas.addEventListener(
      "webglcontextlost",
      (event) => {
        event.preventDefault(); // asks for it back
        this.#objects = null;
        this.#frame.drop();
        lost();
      },
      { signal },
    );
    canvas.addEventListener(
      "webglcontextrestored",
      () => {
        this.#objects = new Objects(gl);
        this.#upload();
        back();
      },
      { signal },
    );
  }

  /** What draws: its makers' name where the browser tells it. */
  get renderer(): string {
    const info = this.#gl.getExtension("WEBGL_debug_renderer_info");
    return String(this.#gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : this.#gl.RENDERER) ?? "");
  }

  /** Takes the futures of a result; the one time that columns are uploaded. */
  load(columns: Columns): void {
    this.#columns = columns;
    this.#n = Object.values(columns)[0]?.length ?? 0;
    this.#mask = null;
    this.#from = this.#to;
    this.#upload();
  }

  /** Puts some futures forward: one byte for each, 1 where it is picked; null for none. */
  pick(mask: Uint8Array | null): void {
    if (mask === null && this.#mask === null) return;
    this.#mask = mask;
    this.#objects?.mask(mask ?? new Uint8Array(this.#n));
    this.#frame.ask();
  }

  paint(palette: Palette): void {
    this.#palette = palette;
    this.#settled = false; // uniforms are set anew
    this.#frame.ask();
  }

  /** Goes from what is seen to another picture. */
  look(picture: Picture): void {
    if (this.#to && same(this.#to, picture)) return;
    const jump = this.#to === null || still();
    this.#from = jump ? picture : this.#to;
    this.#to = picture;
    this.#started = jump ? -Infinity : performance.now();
    this.#settled = false;
    this.#bind();
    this.#frame.ask();
  }

  resize(box: Plane): void {
    this.#box = box;
    const width = Math.round(box.width * box.ratio);
    const height = Math.round(box.height * box.ratio);
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    this.#settled = false;
    this.#frame.ask();
  }

  /** Lets go of everything on the graphics processor. */
  close(): void {
    this.#stop.abort();
    this.#frame.drop();
    this.#objects?.free();
    this.#objects = null;
    this.#gl.getExtension("WEBGL_lose_context")?.loseContext();
  }

  #upload(): void {
    const objects = this.#objects;
    if (!objects) return;
    for (const [name, values] of Object.entries(this.#columns)) objects.column(name, values);
    objects.mask(this.#mask ?? new Uint8Array(this.#n));
    this.#settled = false;
    this.#bind();
    this.#frame.ask();
  }

  /** Points the attributes at the columns of both pictures. */
  #bind(): void {
    const from = this.#from;
    const to = this.#to;
    const objects = this.#objects;
    if (!from || !to || !objects) return;
    objects.point("x0", from.x.column);
    objects.point("y0", from.y.column);
    objects.point("c0", from.tint.column);
    objects.point("x1", to.x.column);
    objects.point("y1", to.y.column);
    objects.point("c1", to.tint.column);
  }

  #draw(now: number): void {
    const objects = this.#objects;
    const box = this.#box;
    if (!objects || !box || !this.#from || !this.#to || !this.#palette || this.#n === 0) return;
    const part = Math.min(1, Math.max(0, (now - this.#started) / glide));
    const { gl } = objects;
    if (!this.#settled) this.#set(objects, box, this.#from, this.#to, this.#palette);
    gl.uniform1f(objects.uniform("way"), part < 1 ? part * part * (3 - 2 * part) : 1);
    gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    const { size, ink } = inkFor(this.#n);
    if (this.#mask === null) this.#points(objects, 0, size * box.ratio, ink);
    else {
      this.#points(objects, 1, size * box.ratio, ink * 0.16);
      this.#points(objects, 2, (size + 0.6) * box.ratio, Math.min(1, ink * 1.5));
    }
    if (part < 1) this.#frame.ask();
  }

  #points(objects: Objects, only: number, size: number, ink: number): void {
    const { gl } = objects;
    gl.uniform1i(objects.uniform("only"), only);
    gl.uniform1f(objects.uniform("size"), size + 1); // room for a soft edge
    gl.uniform1f(objects.uniform("disc"), size);
    gl.uniform1f(objects.uniform("ink"), ink);
    gl.drawArrays(gl.POINTS, 0, this.#n);
  }

  /** What stays the same from frame to frame of one way. */
  #set(objects: Objects, box: Plane, from: Picture, to: Picture, palette: Palette): void {
    const { gl } = objects;
    const axis = (name: string, { low, high, strewn, lacking }: Axis) => gl.uniform4f(objects.uniform(name), low, high, strewn, lacking ? 1 : 0);
    const tint = (name: string, t: Tint) => gl.uniform4f(objects.uniform(name), t.by === "ramp" ? 1 : 0, t.by === "ramp" ? t.low : 0, t.by === "ramp" ? t.high : 1, 0);
    axis("ax0", from.x);
    axis("ay0", from.y);
    axis("ax1", to.x);
    axis("ay1", to.y);
    tint("tint0", from.tint);
    tint("tint1", to.tint);
    gl.uniform4f(objects.uniform("plot"), (box.left / box.width) * 2 - 1, 1 - (box.bottom / box.height) * 2, ((box.right - box.left) / box.width) * 2, ((box.bottom - box.top) / box.height) * 2);
    gl.uniform3fv(objects.uniform("kinds"), Array.from({ length: mostKinds }, (_, i) => palette.kinds[i] ?? palette.none).flat());
    gl.uniform3fv(objects.uniform("ramp"), palette.ramp.flat());
    gl.uniform3f(objects.uniform("none"), ...palette.none);
    this.#settled = true;
  }
}

function same(a: Picture, b: Picture): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
