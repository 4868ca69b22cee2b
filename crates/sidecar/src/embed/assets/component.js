// <gagehouse-plot d="source:id" p="P7D" height="420" label="Gage at the bridge">What stands here without scripts.</gagehouse-plot>
// Makes the frame of an embed, lazily, at the height that is reserved for it. No cookie, no storage, no other request.
(() => {
  'use strict';
  const base = new URL('.', document.currentScript.src);
  // As parameters of the address; those of `many` may name several, one a line.
  const plain = ['p', 'from', 'to', 'tz', 'units', 'agg', 'compare', 'band', 'events', 'kind', 'by', 'of', 'theme', 'color', 'lang', 'title', 'table'];
  const many = ['d', 'derive', 'hide', 'th', 'axis', 'as', 'stamp'];
  const height = (element) => {
    const asked = Number(element.getAttribute('height'));
    return asked >= 160 && asked <= 2000 ? Math.round(asked) : 420;
  };

  class Plot extends HTMLElement {
    static get observedAttributes() {
      return [...plain, ...many, 'height', 'label'];
    }

    address() {
      const address = new URL('plot', base);
      many.forEach((name) => {
        const values = (this.getAttribute(name) || '').split(name === 'd' || name === 'hide' ? /\s+/ : '\n');
        values.map((it) => it.trim()).filter(Boolean).forEach((it) => address.searchParams.append(name, it));
      });
      plain.filter((name) => this.hasAttribute(name)).forEach((name) => address.searchParams.set(name, this.getAttribute(name)));
      address.searchParams.set('height', height(this));
      return address.href;
    }

    connectedCallback() {
      if (!this.frame) {
        const frame = document.createElement('iframe');
        frame.loading = 'lazy';
        frame.referrerPolicy = 'strict-origin-when-cross-origin';
        frame.setAttribute('allow', '');
        Object.assign(frame.style, { border: '0', display: 'block', width: '100%' });
        this.frame = frame;
        this.style.display = 'block';
        this.listen = (event) => this.hear(event);
      }
      addEventListener('message', this.listen);
      this.show();
      this.replaceChildren(this.frame);
    }

    disconnectedCallback() {
      removeEventListener('message', this.listen);
    }

    attributeChangedCallback() {
      if (this.frame && this.isConnected) this.show();
    }

    show() {
      const address = this.address();
      this.frame.title = this.getAttribute('label') || this.getAttribute('title') || 'Plot of a gage';
      this.frame.style.height = `${height(this)}px`;
      if (this.frame.src !== address) this.frame.src = address;
    }

    // The frame says how high its page is. Under the reader's eyes only what the reader opened moves the page.
    hear(event) {
      const told = event.data;
      if (event.source !== this.frame.contentWindow || !told || told.type !== 'gagehouse-height') return;
      const wanted = Math.min(2000, Math.max(50, Math.round(Number(told.height)) || 0));
      const now = this.frame.getBoundingClientRect();
      const isSeen = now.top < innerHeight && now.bottom > 0;
      if (Math.abs(wanted - now.height) < 2 || (isSeen && told.byReader !== true)) return;
      this.frame.style.height = `${wanted}px`;
    }
  }
  if (!customElements.get('gagehouse-plot')) customElements.define('gagehouse-plot', Plot);
})();
