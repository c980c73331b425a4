import { writeFile } from 'node:fs/promises';
import { startBrowser } from '../test/support/browser.js';
import { startPicturedDemo } from './pictures/demo.js';
import { pagePictures } from './pictures/profile-png.js';
import { reportSvg } from './pictures/report-svg.js';

/**
 * Draws the pictures in docs that the README shows, from the demo alone: `npm run pictures`, after what they show has
 * changed. Clock and keys are the same each time, so the SVG files are too; how the PNG files look depends on the fonts and
 * the chromium of the machine.
 */
const docs = new URL('../docs/', import.meta.url);

const demo = await startPicturedDemo();
try {
  await write('report.svg', reportSvg(demo.report));
  await write('badge.svg', await demo.badge('flat'));
  await write('badge-card.svg', await demo.badge('card'));
  const browser = await startBrowser(demo);
  try {
    await demo.served(async (page) => {
      for (const theme of ['light', 'dark'] as const)
        for (const [name, png] of await pagePictures(browser, page, theme))
          await write(`${name}-${theme}.png`, png);
    });
  } finally {
    await browser.close();
  }
} finally {
  await demo.close();
}

async function write(name: string, content: string | Buffer): Promise<void> {
  await writeFile(new URL(name, docs), content);
  process.stdout.write(`docs/${name}: ${Buffer.byteLength(content)} bytes\n`);
}
