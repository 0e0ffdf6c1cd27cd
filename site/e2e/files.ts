// Where the tests find what `make` built.

import { join } from "node:path";

export const repository = join(import.meta.dirname, "../..");
export const command = join(repository, "bin/heatsink");
export const demo = join(repository, "demo/shop.pcapng");
export const emptyPage = join(repository, "site/dist/index.html");
