// The Logan River data, when its folder lies beside the clone.
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';

const folder = process.env.GAGEHOUSE_LOGAN ?? resolve(__dirname, '../../../shared/data/logan');

/** The data's files, or nothing when they are not there. */
export const logan: string[] | undefined = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith('.csv'))
      .map((name) => resolve(folder, name))
  : undefined;

/** The mapping that imports them. */
export const loganMapping = resolve(__dirname, '../../examples/mappings/logan.toml');
