// New records get a ULID: 48 bits of milliseconds, 80 random bits, in Crockford's base 32,
// so that ids made on two machines never meet and sort by age.

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export function newId(now: number = Date.now()): string {
  let time = "";
  let left = now;
  for (let i = 0; i < 10; i++) {
    time = ALPHABET.charAt(left % 32) + time;
    left = Math.floor(left / 32);
  }
  const random = crypto.getRandomValues(new Uint8Array(16));
  return time + Array.from(random, (byte) => ALPHABET.charAt(byte % 32)).join("");
}
