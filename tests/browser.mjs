// Opens the docket in Chromium: widths, dark, print, the accessibility check, the filter, an item and its document.
// Prints what it saw as JSON; the test that calls it judges.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../package.json", import.meta.url));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [executablePath, url, several, shots] = process.argv.slice(2);

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage"] });
const seen = { errors: [], requests: [], views: [], print: 0 };

const views = [[400, "light", url], [900, "light", url], [1400, "light", url], [1400, "dark", url], [900, "light", several]];
for (const [width, colorScheme, address] of views) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  page.on("pageerror", (error) => seen.errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && seen.errors.push(message.text()));
  page.on("request", (request) => /^(file|data):/.test(request.url()) || seen.requests.push(request.url()));
  await page.goto(address);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (shots && address === url) await page.screenshot({ path: `${shots}/docket-${width}-${colorScheme}.png`, fullPage: true });
  await page.evaluate(() => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  seen.views.push({
    width, colorScheme, overflow, passes: found.passes.length,
    violations: found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target).join(" ")}`),
  });
  await page.close();
}

const page = await browser.newPage({ viewport: { width: 900, height: 900 } });
page.on("pageerror", (error) => seen.errors.push(error.message));
await page.goto(url);
const visible = () => page.locator(".item:visible").evaluateAll((items) => items.map((item) => item.id));
seen.all = await visible();
await page.getByRole("searchbox").fill("eric lee");
seen.lee = { items: await visible(), said: await page.locator("#shown").textContent() };
await page.getByRole("searchbox").fill("nobody of that name");
seen.nobody = { items: await visible(), headings: await page.locator(".list h3:visible").count() };
await page.getByRole("searchbox").fill("");
await page.getByRole("button", { name: "Overdue" }).press("Enter");
seen.overdue = {
  items: await visible(),
  statuses: await page.locator(".item:visible").evaluateAll((items) => [...new Set(items.map((item) => item.dataset.status))]),
};
const item = page.locator(".item:visible").filter({ has: page.locator("a[href$='.pdf']") }).first();
await item.locator("summary").focus();
await page.keyboard.press("Enter"); // by keyboard alone
const link = item.locator(".papers a[href$='.pdf']").first();
seen.item = {
  id: await item.getAttribute("id"), reasons: await item.locator("tbody tr").count(), name: await link.getAttribute("aria-label"),
  href: await link.evaluate((each) => each.href), opened: await link.isVisible(),
};
await page.emulateMedia({ media: "print" });
seen.controls = await page.locator(".controls").isVisible();
seen.print = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).length;
await browser.close();
console.log(JSON.stringify(seen));
