// A hand for the real window: keys come from outside the page, and what has a name is clicked by it.
import { finder, type Hand, type Role } from "../hand";
import { en } from "../words";
import { desk, until, type Window } from "./driver";

const patience = 90; // seconds for one thing to appear on a busy machine

/** Drives the window that is open; focus puts it before all others. */
export function windowHand(open: () => Window, focus: () => void): Hand {
  /** Marks what is called so, once it is in sight, so that the driver finds it. */
  const mark = (roles: readonly Role[], name: string) =>
    until(`${roles.join(" or ")} ${name}`, () => open().run<boolean>(`
      const [roles, name] = arguments;
      ${finder}
      for (const old of document.querySelectorAll("[data-hand]")) old.removeAttribute("data-hand");
      const found = roles.map((role) => named(role, name)).find((e) => e !== null);
      found?.setAttribute("data-hand", "");
      found?.scrollIntoView({ block: "center" });
      return found !== undefined;
    `, roles, name), patience);
  const press: Hand["press"] = async (role, name) => {
    await mark([role], name);
    // A tab is chosen by the focus, wherever the page moves meanwhile.
    await (role === "tab" ? open().run("document.querySelector('[data-hand]').focus()") : open().click("[data-hand]"));
  };
  return {
    say: en,
    press,
    type: async (name, text) => {
      await mark(["textbox", "combobox"], name);
      await open().run("document.querySelector('[data-hand]').focus()");
      focus();
      desk.key("ctrl+a");
      desk.type(text);
      await until(`${text} in ${name}`, () => open().run<boolean>("return document.querySelector('[data-hand]').value === arguments[0]", text));
    },
    key: async (combination) => {
      focus();
      desk.key(combination === "Enter" ? "Return" : combination.replace("Control+", "ctrl+"));
    },
    give: async (button, paper) => {
      await mark(["button"], button);
      await open().run(given, paper.name, paper.mimeType, paper.buffer.toString("base64"));
    },
    see: (words) => until(words, () => open().run<boolean>("return document.body.innerText.includes(arguments[0])", words), patience),
    answered: () => until("the full answer", () => open().run<boolean>("return /\\d%.*10,000/s.test(document.querySelector('header')?.innerText ?? '')"), patience),
  };
}

// The driver keeps the system's dialog for files from opening; what it would hand to the page is handed
// to it here. The window's own dialogs, of plans, are opened by other tests.
const given = `
  const [name, type, bytes] = arguments;
  const input = document.querySelector("main input[type=file]:not([webkitdirectory])");
  const files = new DataTransfer();
  files.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name, { type }));
  input.files = files.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
`;
