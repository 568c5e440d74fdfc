// What is near the screen, and what is on it: two observers for all elements.

export interface Sight {
  /** Until what is returned is called. */
  readonly observe: (element: Element, onChange: (isThere: boolean) => void) => () => void;
}

/** @param margin pixels around the screen, and around what scrolls in it, that count as on it */
export function createSight(margin: number): Sight {
  const listeners = new WeakMap<Element, (isThere: boolean) => void>();
  const around = `${margin}px`;
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) listeners.get(target)?.(isIntersecting);
    },
    // `scrollMargin` is not in TypeScript's types yet.
    { rootMargin: around, scrollMargin: around } as IntersectionObserverInit,
  );
  return {
    observe(element, onChange) {
      listeners.set(element, onChange);
      observer.observe(element);
      return () => {
        listeners.delete(element);
        observer.unobserve(element);
      };
    },
  };
}
