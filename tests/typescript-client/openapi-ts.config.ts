// What the template's front end asks of the generator: classes named after tags, and methods without the tag in
// front, such as `ItemsService.readItems`.
import { defineConfig } from "@hey-api/openapi-ts";

function methodName(operation: object): string {
  const { name, service } = operation as { name: string; service: string };
  const own = name.toLowerCase().startsWith(service.toLowerCase()) ? name.slice(service.length) : name;
  return own.charAt(0).toLowerCase() + own.slice(1);
}

export default defineConfig({
  input: "generated/openapi.json",
  output: "generated/portico",
  logs: { path: "generated" },
  plugins: [
    "legacy/axios",
    {
      name: "@hey-api/sdk",
      asClass: true,
      operationId: true,
      classNameBuilder: "{{name}}Service",
      methodNameBuilder: methodName,
    },
  ],
});
