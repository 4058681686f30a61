import type { ConnectionReport } from '../port.ts';
import { checkSettings } from './check-settings.ts';
import { fileError } from './file-errors.ts';
import { archiveFolder, rejectedFolder, type FileSettings } from './file-settings.ts';
import type { FoundFile } from './found-file.ts';
import type { DropPlace } from './places/drop-place.ts';

/** A name that is never taken for a file of the system. */
const PROBE = '.exchange-probe';

/** Lists, and moves a file of its own into each of the folders that files are put aside into. Leaves nothing but those. */
export async function testPlace(
  place: DropPlace,
  settings: FileSettings,
  candidates: (listed: readonly FoundFile[]) => readonly FoundFile[],
): Promise<ConnectionReport> {
  try {
    checkSettings(settings);
    const where = await place.describe();
    const found = candidates(await place.list());
    await place.remove(PROBE);
    for (const folder of [archiveFolder(settings), rejectedFolder(settings)]) {
      const moved = `${folder}/${PROBE}`;
      await place.remove(moved);
      await place.write(PROBE, '');
      await place.move(PROBE, moved);
      await place.remove(moved);
    }
    return { isOk: true, seen: `${where}; ${found.length} file(s)` };
  } catch (error) {
    const { failed, zh, message } = fileError('.', error);
    return { isOk: false, failed, zh, en: message };
  }
}
