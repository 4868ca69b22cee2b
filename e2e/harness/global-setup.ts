// Starts the sidecars that all specs share; what one spec needs for itself it starts itself.
import { logan, loganMapping } from './logan';
import { PASSWORD, TECHNICIAN } from './records';
import { Sidecar } from './sidecar';

export default async function setUp(): Promise<() => Promise<void>> {
  const running: Sidecar[] = [];
  const start = async (variable: string, starting: Promise<Sidecar>): Promise<Sidecar> => {
    const sidecar = await starting;
    running.push(sidecar);
    process.env[variable] = sidecar.url;
    return sidecar;
  };
  try {
    const demo = await start('GAGEHOUSE_DEMO_URL', Sidecar.start({ name: 'demo', demo: true }));
    await demo.addUser(TECHNICIAN, PASSWORD, 'local:demo', 'technician');
    if (logan !== undefined && process.env.GAGEHOUSE_SCREENSHOTS === undefined) {
      const importCsv = [...logan, '--mapping', loganMapping];
      await start('GAGEHOUSE_LOGAN_URL', Sidecar.start({ name: 'logan', importCsv }));
    }
  } catch (error) {
    await Promise.all(running.map((sidecar) => sidecar.stop()));
    throw error;
  }
  return async () => {
    await Promise.all(running.map((sidecar) => sidecar.stop()));
  };
}
