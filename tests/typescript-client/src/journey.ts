// What the template's front end does, in the order in which a person does it, with the generated client.
import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";

import {
  ApiError,
  ItemsService,
  LoginService,
  OpenAPI,
  UsersService,
  UtilsService,
  type Body_login_login_access_token as Credentials,
  type ItemCreate,
  type ItemPublic,
  type ItemsPublic,
  type ItemUpdate,
  type Message,
  type NewPassword,
  type Token,
  type UpdatePassword,
  type UserPublic,
  type UserRegister,
  type UserUpdateMe,
} from "../generated/portico";
import { useQuery } from "./query";

const account: UserRegister = {
  email: "ada@example.com",
  password: "a quiet lake at six in the morning",
  full_name: "Ada Lovelace",
};

/** What a front end keeps in `localStorage`. */
let accessToken = "";
OpenAPI.TOKEN = async () => accessToken;
OpenAPI.interceptors.response.use((reply) => {
  accessToken = reply.headers["x-access-token"] ?? accessToken;
  return reply;
});

async function logIn(credentials: Credentials): Promise<void> {
  const token: Token = await LoginService.loginAccessToken({ formData: credentials });
  accessToken = token.access_token;
}

async function refused(call: Promise<unknown>): Promise<[status: number, detail: unknown]> {
  const error: unknown = await call.then(() => undefined, (error: unknown) => error);
  assert(error instanceof ApiError, "the call is refused");
  return [error.status, (error.body as { detail?: unknown }).detail];
}

async function signUp(): Promise<void> {
  const user: UserPublic = await UsersService.registerUser({ requestBody: account });
  assert.equal(user.is_superuser, false);
  const again = UsersService.registerUser({ requestBody: account });
  assert.deepEqual(await refused(again), [400, "The user with this email already exists in the system"]);

  const wrong = logIn({ username: account.email, password: "another lake" });
  assert.deepEqual(await refused(wrong), [400, "Incorrect email or password"]);
  await logIn({ username: account.email, password: account.password });
  const me: UserPublic | null = await useQuery<UserPublic | null>({ queryFn: UsersService.readUserMe });
  assert.deepEqual(me, user);
  assert.deepEqual(await LoginService.testToken(), user);
}

async function keepItems(): Promise<void> {
  const wanted: ItemCreate = { title: "Lantern", description: null };
  const item: ItemPublic = await ItemsService.createItem({ requestBody: wanted });
  assert.equal(item.title, wanted.title);

  const page: ItemsPublic = await ItemsService.readItems({ skip: 0, limit: 100 });
  assert.deepEqual([page.data, page.count], [[item], 1]);

  const changes: ItemUpdate = { description: "For the cellar" };
  await ItemsService.updateItem({ id: item.id, requestBody: changes });
  const read = await ItemsService.readItem({ id: item.id });
  assert.deepEqual([read.title, read.description], ["Lantern", "For the cellar"]);
  const file = await ItemsService.exportItemsCsv();
  assert(typeof file === "string" && file.includes("For the cellar"), "the file holds the item");

  const { message }: Message = await ItemsService.deleteItem({ id: item.id });
  assert.equal(message, "Item deleted successfully");
  assert.deepEqual(await refused(ItemsService.readItem({ id: item.id })), [404, "Item not found"]);
}

async function changeSettings(): Promise<void> {
  const changes: UserUpdateMe = { full_name: "Ada King" };
  const user = await UsersService.updateUserMe({ requestBody: changes });
  assert.equal(user.full_name, "Ada King");

  const passwords: UpdatePassword = { current_password: account.password, new_password: "a loud lake at noon" };
  await UsersService.updatePasswordMe({ requestBody: passwords });
  await logIn({ username: account.email, password: passwords.new_password });
  assert.deepEqual(await refused(UsersService.readUsers()), [403, "The user doesn't have enough privileges"]);
}

/** The server that this is for lets a token live for a second. */
async function goOnAfterExpiry(): Promise<void> {
  const expired = accessToken;
  for (let calls = 0; accessToken === expired && calls < 50; calls += 1) {
    await wait(100);
    await UsersService.readUserMe();
  }
  assert.notEqual(accessToken, expired);
}

async function recover(): Promise<void> {
  await LoginService.recoverPassword({ email: account.email });
  const guess: NewPassword = { token: "a guess", new_password: account.password };
  assert.deepEqual(await refused(LoginService.resetPassword({ requestBody: guess })), [400, "Invalid token"]);
}

async function leave(): Promise<void> {
  await UsersService.deleteUserMe();
  const [status] = await refused(UsersService.readUserMe());
  assert.equal(status, 401);
}

async function journey(base: string): Promise<void> {
  OpenAPI.BASE = base;
  assert.equal(await UtilsService.healthCheck(), true);
  for (const step of [signUp, keepItems, changeSettings, goOnAfterExpiry, recover, leave]) {
    await step();
    console.log(`${step.name}: done`);
  }
}

journey(process.argv[2] ?? "http://127.0.0.1:8000").catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
