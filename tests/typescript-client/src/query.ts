/** What a query library hands to the function that it calls. */
export type QueryContext = {
  queryKey: readonly unknown[];
  signal: AbortSignal;
  meta: Record<string, unknown> | undefined;
};

/** As in TanStack Query, which the template's front end has: the function gets an argument that it knows nothing of. */
export async function useQuery<Data>(query: { queryFn: (context: QueryContext) => Data | Promise<Data> }): Promise<Data> {
  const { signal } = new AbortController();
  return query.queryFn({ queryKey: [], signal, meta: undefined });
}
