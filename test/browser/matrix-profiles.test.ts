import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profilePath } from '../../src/pages/site.js';
import { type ApiServer, startApi } from '../api/support/api-server.js';
import { type RealBrowser, startBrowser } from '../support/browser.js';
import { chromiumMissing } from '../support/find-services.js';
import { faultsOf, LOOK_MS, type Readers, readersOf } from './support/look.js';
import { keepProfileScenes, type ProfileScene, SCENE_NAMES } from './support/profile-scenes.js';

const missing = chromiumMissing();

describe.skipIf(missing)(
  `the page of a subject, in every way that it is looked at${missing === null ? '' : ` (${missing})`}`,
  () => {
    let api: ApiServer;
    let browser: RealBrowser;
    let readers: Readers;
    let scenes: ReadonlyMap<string, ProfileScene>;

    beforeAll(async () => {
      api = await startApi({ working: false });
      scenes = await keepProfileScenes(api.deployment.store);
      browser = await startBrowser(api.deployment.world.internet);
      readers = await readersOf(browser);
    });
    afterAll(async () => {
      await browser?.close();
      await api?.close();
    });

    it.each(SCENE_NAMES)(
      'has no fault: %s',
      async (name) => {
        const { subject = '', word } = scenes.get(name) ?? {};
        const url = api.url + profilePath(subject);
        expect(await faultsOf(readers, { scene: `profile-${name}`, url, word })).toEqual([]);
      },
      LOOK_MS,
    );
  },
);
