// The Sankey, on both levels.

import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { Facts } from "../reports";
import {
  button,
  go,
  type Hands,
  hash,
  pictureWalk,
  says,
  saysNot,
  selects,
  type Walk,
  withPackets,
} from "./walk";

const VIEW = "view=sankey";
const BY_HOST = `${VIEW}&columns=source,destination`;
const picture = (page: Page) => page.getByRole("application", { name: /^Sankey/ });
const column = (page: Page, name: string) => page.getByRole("checkbox", { name, exact: true });
const nodes = (page: Page) => picture(page).locator("rect[role=button]");
const links = (page: Page) => picture(page).locator("path[role=button]");
const all = (page: Page) => button(page, "← all hosts");

async function act(hands: Hands, item: Locator): Promise<void> {
  if (hands.way === "keys") return hands.press(item);
  // In its middle may lie another's label.
  await item.dispatchEvent("pointermove");
  await item.click({ force: true });
}

const columns: Walk = {
  name: "columns",
  hash: BY_HOST,
  control: (page) => column(page, "application"),
  on: withPackets,
  async use(page, hands) {
    const boxes = page.locator(".sankey-chips input");
    expect(await column(page, "source").isDisabled()).toBe(true);
    for (let i = 0; i < (await boxes.count()); i++) {
      const box = boxes.nth(i);
      if (!(await box.isChecked())) await hands.tick(box, true);
      await picture(page).waitFor();
    }
    await expect
      .poll(() => picture(page).locator("> text").count())
      .toBeGreaterThanOrEqual(await boxes.count());
    await hands.tick(column(page, "source"), false);
    await says(page, /columns=(?!source,)/);
  },
};

const select: Walk = {
  name: "select a host, open a conversation, and back",
  hash: BY_HOST,
  control: picture,
  on: withPackets,
  async use(page, hands, { protocols }) {
    // Of many hosts, a picture may have no link that is a conversation by itself.
    if (protocols.length) await go(page, `${BY_HOST}&filter=host:${protocols.join(" host:")}`);
    await act(hands, nodes(page).first());
    await selects(page, 1);
    await page.keyboard.press("Escape");
    await saysNot(page, "select");
    for (const out of ["button", "Escape"]) {
      await act(hands, links(page).first());
      await selects(page, 2);
      await all(page).waitFor();
      await expect
        .poll(() => picture(page).locator("> text").allTextContents())
        .toEqual(expect.arrayContaining(["source", "transport", "application", "destination"]));
      if (out === "button") await hands.press(all(page));
      else await page.keyboard.press("Escape");
      await saysNot(page, "select");
      await nodes(page).first().waitFor();
    }
  },
};

const filter: Walk = {
  name: "an application becomes a word of the filter",
  hash: `${VIEW}&columns=source,app,destination`,
  control: picture,
  on: withPackets,
  async use(page, hands) {
    const apps = picture(page).locator('rect[role=button][data-item^="n1,"]');
    await act(hands, apps.first());
    await says(page, "filter=app:");
  },
};

const protocols: Walk = {
  name: "a conversation's protocols",
  hash: VIEW,
  control: all,
  on: ({ protocols }: Facts) => protocols.length > 0,
  async use(page, hands, report) {
    await go(page, `${VIEW}&${report.protocols.map((p) => `select=${p}`).join("&")}`);
    const first = page.locator(".sankey-chip input").first();
    await hands.tick(first, false);
    await says(page, "hide=");
    await hands.press(button(page, "show all"));
    await saysNot(page, "hide=");
    for (const box of await page.locator(".sankey-chip input").all()) await hands.tick(box, false);
    await page.locator(".sankey-note").waitFor();
    await hands.press(button(page, "show all"));
    await picture(page).waitFor();
    expect(await hash(page)).not.toContain("hide=");
  },
};

export const sankeyWalks: Walk[] = [
  columns,
  select,
  filter,
  protocols,
  pictureWalk("sankey", withPackets),
];
