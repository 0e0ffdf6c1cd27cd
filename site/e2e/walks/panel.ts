// The panel at the side: of everything, of a host, of a conversation.

import type { Page } from "playwright-core";
import { expect } from "vitest";
import {
  button,
  copied,
  go,
  type Hands,
  hash,
  says,
  saysNot,
  selects,
  type Walk,
  withPackets,
} from "./walk";

const VIEW = "view=hosts";
const panel = (page: Page) => page.getByRole("complementary", { name: "Details" });
const section = (page: Page, title: string | RegExp) =>
  panel(page)
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: title, exact: true }) });
const line = (page: Page, title: string | RegExp) =>
  section(page, title).locator(".bars button").first();
/** The largest peer that is a host of its own. */
const peer = (page: Page) =>
  section(page, /\speers?$/u)
    .locator(".bars button")
    .filter({ hasNotText: "(other)" })
    .first();
const clear = (page: Page) => button(page, "Clear the selection");

/** Presses the busiest host's line. */
async function selectHost(page: Page, hands: Hands): Promise<void> {
  await hands.press(line(page, "Busiest hosts"));
  await selects(page, 1);
}

async function copyAll(page: Page, hands: Hands): Promise<void> {
  for (const [what, words] of [
    ["Wireshark filter", /(ip|ipv6)\.addr == /],
    ["tcpdump filter", /host /],
    ["link", /^file:.*select=/],
  ] as const) {
    await hands.press(button(page, `Copy ${what}`));
    await expect.poll(() => copied(page)).toMatch(words);
    await page.locator(".copy-note").getByText("copied").waitFor();
  }
}

const everything: Walk = {
  name: "everything: applications, transports, hosts",
  hash: VIEW,
  control: panel,
  on: withPackets,
  async use(page, hands) {
    for (const [title, words] of [
      ["Applications", "filter=app:"],
      ["Transports", "filter=transport:"],
    ] as const) {
      await hands.press(line(page, title));
      await says(page, words);
      await go(page, VIEW);
    }
    await selectHost(page, hands);
    await hands.press(clear(page));
    await saysNot(page, "select");
  },
};

const host: Walk = {
  name: "a host: copies, only this, peers, ports",
  hash: VIEW,
  control: (page) => line(page, "Busiest hosts"),
  on: withPackets,
  async use(page, hands) {
    await selectHost(page, hands);
    await copyAll(page, hands);
    const here = (await hash(page)).slice(1);
    await hands.press(button(page, "Only this"));
    await says(page, "filter=host:");
    expect(await page.locator(".detail .directions dd").count()).toBeGreaterThan(1);
    await go(page, here);
    await hands.press(peer(page));
    await selects(page, 2);
    await go(page, here);
    await hands.press(
      section(page, /^(Serves|Uses)$/)
        .locator(".bars button")
        .first(),
    );
    await says(page, "filter=(port|transport):");
    await go(page, here);
    const table = panel(page).getByRole("button", { name: "all in the table" });
    const more = await table.count();
    for (let i = 0; i < more; i++) {
      await hands.press(table.nth(i));
      await says(page, /view=(conversations|flows).*filter=host:/);
      await go(page, here);
    }
  },
};

const conversation: Walk = {
  name: "a conversation: copies, only this, its hosts",
  hash: VIEW,
  control: (page) => line(page, "Busiest hosts"),
  on: withPackets,
  async use(page, hands) {
    await selectHost(page, hands);
    await hands.press(peer(page));
    await selects(page, 2);
    await panel(page).locator(".mini-sankey").waitFor();
    await copyAll(page, hands);
    const here = (await hash(page)).slice(1);
    await hands.press(button(page, "Only this"));
    await says(page, "filter=host:.*host:");
    await go(page, here);
    await hands.press(line(page, "Ports"));
    await says(page, "filter=(port|transport):");
    await go(page, here);
    await hands.press(panel(page).getByRole("heading").getByRole("button").first());
    await selects(page, 1);
    await hands.press(clear(page));
    await saysNot(page, "select");
  },
};

export const panelWalks: Walk[] = [everything, host, conversation];
