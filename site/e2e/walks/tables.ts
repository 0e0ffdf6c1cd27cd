// The tables of conversations, flows and hosts.

import type { Page } from "playwright-core";
import { expect } from "vitest";
import { button, copied, type Hands, saved, says, saysNot, type Walk, withPackets } from "./walk";

const grid = (page: Page) => page.getByRole("grid");
const menu = (page: Page) => page.locator(".column-menu");

function walksOf(table: string): Walk[] {
  const hash = `view=${table}`;
  const active = (page: Page) => grid(page).getAttribute("aria-activedescendant");
  const openMenu = async (page: Page, hands: Hands) => {
    await hands.press(menu(page).locator("summary"));
    await menu(page).getByLabel("Packets", { exact: true }).waitFor();
  };
  return [
    {
      name: `${table}: sort by every column`,
      hash,
      control: grid,
      on: withPackets,
      async use(page, hands) {
        for (const heading of await grid(page).getByRole("columnheader").all()) {
          const before = await heading.getAttribute("aria-sort");
          await hands.press(heading.getByRole("button"));
          const after = await heading.getAttribute("aria-sort");
          expect(after).not.toBe(before);
          expect(["ascending", "descending"]).toContain(after);
          await grid(page).locator("tbody:not([aria-hidden]) tr").first().waitFor();
        }
        await says(page, `sort.${table}=`);
      },
    },
    {
      name: `${table}: choose columns`,
      hash,
      control: menu,
      on: withPackets,
      async use(page, hands) {
        const titles = () => grid(page).getByRole("columnheader").allTextContents();
        const usual = await titles();
        await openMenu(page, hands);
        await hands.tick(menu(page).getByLabel("Packets", { exact: true }), false);
        expect(await titles()).toEqual(usual.filter((title) => title !== "Packets"));
        await says(page, `columns.${table}=`);
        await hands.press(button(page, "The usual columns"));
        await saysNot(page, "columns");
        if (hands.way === "keys") await page.keyboard.press("Escape");
        else await page.mouse.click(2, 2);
        await expect.poll(() => menu(page).getAttribute("open")).toBeNull();
      },
    },
    {
      name: `${table}: rows are selected`,
      hash,
      control: grid,
      on: withPackets,
      async use(page, hands) {
        const chosen = grid(page).locator('tr[aria-selected="true"]');
        if (hands.way === "mouse") {
          await grid(page).locator("tbody:not([aria-hidden]) tr").first().click();
        } else {
          await grid(page).focus();
          for (const key of ["ArrowDown", "PageDown", "End", "PageUp", "Home"]) {
            await page.keyboard.press(key);
            await page.locator(`#${await active(page)}`).waitFor();
          }
          expect(await active(page)).toBe(`${table}-0`);
          await page.keyboard.press("Enter");
        }
        await says(page, "select=");
        await chosen.first().waitFor();
        await page.keyboard.press("Escape");
        await saysNot(page, "select");
        expect(await chosen.count()).toBe(0);
      },
    },
    {
      name: `${table}: copy a row, save them all`,
      hash,
      control: (page) => button(page, "Copy row").or(button(page, "CSV")),
      on: withPackets,
      async use(page, hands) {
        if (hands.way === "mouse") await button(page, "Copy row").click();
        else {
          await grid(page).focus();
          await page.keyboard.press("c");
        }
        await page.locator(".copy-note").getByText("Row copied").waitFor();
        const csv = await saved(page, () => hands.press(button(page, "CSV")));
        const rows = csv.trimEnd().split("\n");
        expect(rows[1]).toBe((await copied(page)).replaceAll("\t", ","));
        expect(rows).toHaveLength(Number(await grid(page).getAttribute("aria-rowcount")));
      },
    },
  ];
}

export const tableWalks: Walk[] = ["conversations", "flows", "hosts"].flatMap(walksOf);
