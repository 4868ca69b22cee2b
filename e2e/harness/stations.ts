// The real station lists, when their folder lies beside the clone.
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = process.env.GAGEHOUSE_STATIONS ?? resolve(__dirname, '../../../shared/data/stations');

/** The lists, or nothing when they are not there. */
export const stations: string[] | undefined = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => /\.(csv|tsv)$/.test(name))
      .map((name) => resolve(folder, name))
  : undefined;

/** The mapping that imports them. */
export const stationsMapping = resolve(__dirname, '../../examples/mappings/stations.toml');
