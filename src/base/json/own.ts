/** Building objects from keys that users choose. */

/** Sets an own property, also where the key is `__proto__` and the prototype has an accessor of that name. */
export function setOwn<T>(object: Record<string, T>, key: string, value: T): void {
  if (key !== '__proto__') {
    object[key] = value;
    return;
  }
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
