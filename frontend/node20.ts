// Node 20 lacks Map.groupBy (ES2024), with which vitest reports failed tests.
// Imported by the configurations of both test runs; Node 22 has its own.
if (!("groupBy" in Map)) {
  const groupBy = <K, T>(items: Iterable<T>, of: (item: T, index: number) => K): Map<K, T[]> => {
    const groups = new Map<K, T[]>();
    let index = 0;
    for (const item of items) {
      const key = of(item, index++);
      groups.set(key, [...(groups.get(key) ?? []), item]);
    }
    return groups;
  };
  Object.defineProperty(Map, "groupBy", { value: groupBy, writable: true, configurable: true });
}
