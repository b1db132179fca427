// Held by the type checker alone: every request that is written for the template's own client can be sent with this one,
// and every reply of this one can be read as one of that.
import type * as Portico from "../generated/portico";
import type * as Template from "../generated/template";

type Ours = typeof Portico;
type Theirs = typeof Template;

type Request<Method> = Method extends (...request: infer Request) => unknown ? Request : never;
type Reply<Method> = Method extends (...request: never[]) => PromiseLike<infer Reply> ? Reply : never;

/** `never`, or what a caller of their method would notice of ours. */
type Difference<Name extends string, Their, Our> = [Request<Their>] extends [Request<Our>]
  ? [Reply<Our>] extends [Reply<Their>]
    ? never
    : `${Name} gives something else`
  : `${Name} takes something else`;

type DifferencesIn<Service extends keyof Theirs & keyof Ours> = {
  [Name in keyof Theirs[Service] & string]: Name extends keyof Ours[Service]
    ? Difference<`${Service}.${Name}`, Theirs[Service][Name], Ours[Service][Name]>
    : `${Service}.${Name} is missing`;
}[keyof Theirs[Service] & string];

type Differences = {
  [Service in keyof Theirs]: Service extends `${string}Service`
    ? Service extends keyof Ours
      ? DifferencesIn<Service>
      : `${Service} is missing`
    : never;
}[keyof Theirs];

type Nothing<Found extends never> = Found;

export type Same = Nothing<Differences>;

// The check can fail: on an argument that is new and needed, and on a reply that may be null.
type Sample = (data: { id: string }) => Promise<{ title: string }>;
type Demanding = (data: { id: string; key: string }) => Promise<{ title: string }>;
type Unsure = (data: { id: string }) => Promise<{ title: string | null }>;
// @ts-expect-error
export type Taken = Nothing<Difference<"it", Sample, Demanding>>;
// @ts-expect-error
export type Given = Nothing<Difference<"it", Sample, Unsure>>;
