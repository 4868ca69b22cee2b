/** Loads a library that is no module. */
export function loadScript(path) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    Object.assign(script, { src: `/bench/lib/${path}`, onload: resolve, onerror: reject });
    document.head.append(script);
  });
}
