/** The same request in the languages people build with, with nothing to install beyond each language itself. */
export const copyLanguages = {
  curl: 'curl',
  node: 'Node.js',
  python: 'Python',
  java: 'Java',
  go: 'Go',
  php: 'PHP',
  csharp: 'C#',
} as const
export type CopyLanguage = keyof typeof copyLanguages

/** The key is read from the environment: what is copied ends up in chats and repositories. */
export const KEY_VARIABLE = 'TRUNKLINE_API_KEY'

export function requestCode(language: CopyLanguage, url: string, body: object): string {
  const json = JSON.stringify(body, null, 2)
  return writers[language](url, json, body)
}

const inShell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
const indented = (text: string, by: string): string => text.replaceAll('\n', `\n${by}`)

const writers: Record<CopyLanguage, (url: string, json: string, body: object) => string> = {
  curl: (url, json) => `curl -X POST ${inShell(url)} \\
  -H "Authorization: App $${KEY_VARIABLE}" \\
  -H 'Content-Type: application/json' \\
  -d ${inShell(json)}
`,
  node: (url, json) => `const response = await fetch(${JSON.stringify(url)}, {
  method: 'POST',
  headers: {
    Authorization: \`App \${process.env.${KEY_VARIABLE}}\`,
    'Content-Type': 'application/json',
  },
  body: JSON.stringify(${indented(json, '  ')}),
})
console.log(response.status, await response.json())
`,
  python: (url, _json, body) => `import json, os, urllib.request

body = ${inPython(body, '')}
request = urllib.request.Request(
    ${JSON.stringify(url)},
    data=json.dumps(body).encode(),
    headers={
        "Authorization": "App " + os.environ["${KEY_VARIABLE}"],
        "Content-Type": "application/json",
    },
)
with urllib.request.urlopen(request) as response:
    print(response.status, json.load(response))
`,
  java: (url, json) => `import java.net.URI;
import java.net.http.*;

public class Send {
    public static void main(String[] arguments) throws Exception {
        var body = """
${json.replaceAll('\\', '\\\\').replaceAll('"""', '\\"""')}
""";
        var request = HttpRequest.newBuilder(URI.create(${JSON.stringify(url)}))
            .header("Authorization", "App " + System.getenv("${KEY_VARIABLE}"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
        var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(response.statusCode() + " " + response.body());
    }
}
`,
  go: (url, json) => `package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
)

func main() {
	body := \`${json.replaceAll('`', '` + "`" + `')}\`
	request, _ := http.NewRequest("POST", ${JSON.stringify(url)}, strings.NewReader(body))
	request.Header.Set("Authorization", "App "+os.Getenv("${KEY_VARIABLE}"))
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		panic(err)
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body)
	fmt.Println(response.Status, string(text))
}
`,
  php: (url, json) => `<?php
$body = <<<'JSON'
${json}
JSON;
$answer = file_get_contents(${inPhp(url)}, false, stream_context_create(['http' => [
    'method' => 'POST',
    'header' => "Authorization: App " . getenv('${KEY_VARIABLE}') . "\\r\\nContent-Type: application/json\\r\\n",
    'content' => $body,
    'ignore_errors' => true,
]]));
echo $answer, PHP_EOL;
`,
  csharp: (url, json) => {
    const quotes = '"'.repeat(Math.max(3, longestRun(json) + 1))
    return `using System.Net.Http.Headers;
using System.Text;

var body = ${quotes}
${json}
${quotes};
using var client = new HttpClient();
client.DefaultRequestHeaders.Authorization =
    new AuthenticationHeaderValue("App", Environment.GetEnvironmentVariable("${KEY_VARIABLE}"));
var response = await client.PostAsync(${JSON.stringify(url)},
    new StringContent(body, Encoding.UTF8, "application/json"));
Console.WriteLine($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
`
  },
}

const inPhp = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** A raw string is closed by as many quotes as it was opened with. */
const longestRun = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/"+/g)].map((run) => run[0].length))

function inPython(value: unknown, by: string): string {
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (value === null || value === undefined) return 'None'
  if (typeof value !== 'object') return JSON.stringify(value)
  const inner = `${by}    `
  if (Array.isArray(value))
    return `[\n${value.map((item) => `${inner}${inPython(item, inner)},\n`).join('')}${by}]`
  const fields = Object.entries(value).map(
    ([name, item]) => `${inner}${JSON.stringify(name)}: ${inPython(item, inner)},\n`,
  )
  return `{\n${fields.join('')}${by}}`
}
