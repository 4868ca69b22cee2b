// What `cargo xtask` tells the specs.

function given(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set; run the specs by \`cargo xtask test e2e\``);
  }
  return value;
}

/** The release build of the sidecar. */
export const program = given('GAGEHOUSE_PROGRAM');
/** The folder of the built app. */
export const app = given('GAGEHOUSE_APP');
/** Where reports, traces and logs go. */
export const out = given('GAGEHOUSE_E2E_OUT');
/** The browser. */
export const chromium = given('CHROMIUM');
