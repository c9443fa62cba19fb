/** What people have in their clients' files, as each client's documentation writes it, with the habits of real files. */
const crlf = (text: string) => text.replaceAll('\n', '\r\n');

export const clientFiles: Record<string, string> = {
  'claude-code': `{
  "numStartups": 184,
  "installMethod": "native",
  "autoUpdates": false,
  "tipsHistory": { "new-user-warmup": 3, "plan-mode-for-complex-tasks": 170 },
  "projects": {
    "/home/alice/shop": {
      "allowedTools": [],
      "history": [{ "display": "why does \\"npm test\\" fail?", "pastedContents": {} }],
      "mcpServers": {
        "shop-db": { "type": "http", "url": "https://db.shop.example/mcp" }
      },
      "hasTrustDialogAccepted": true
    }
  },
  "mcpServers": {
    "sentry": {
      "type": "http",
      "url": "https://mcp.sentry.dev/mcp",
      "headers": {
        "Authorization": "Bearer \${SENTRY_TOKEN:-none}"
      }
    },
    "filesystem": {
      "type": "stdio",
      "command": "npx",
      "args": ["-y", "@modelcontextprotocol/server-filesystem", "/home/alice"],
      "env": {}
    }
  },
  "userID": "7d1f0e9c"
}`,
  'claude-desktop': crlf(`{
\t"globalShortcut": "",
\t"mcpServers": {
\t\t"memory": {
\t\t\t"command": "npx",
\t\t\t"args": [
\t\t\t\t"-y",
\t\t\t\t"@modelcontextprotocol/server-memory"
\t\t\t]
\t\t},
\t\t"notes": {
\t\t\t"command": "npx",
\t\t\t"args": ["-y", "mcp-remote@latest", "https://notes.example/mcp", "--header", "Authorization:\${AUTH_HEADER}"],
\t\t\t"env": { "AUTH_HEADER": "Bearer notes-secret-77" }
\t\t}
\t}
}
`),
  cursor: `{
  // Team servers, see the wiki
  "mcpServers": {
    "github": {
      "url": "https://api.githubcopilot.com/mcp/", // hosted
      "headers": { "Authorization": "Bearer \${env:GITHUB_TOKEN}" },
    },
    /* "old": { "url": "https://old.example/mcp" } */
    "docs": { "url": "https://docs.example/mcp" }, // nobody owns this
  },
}
`,
  vscode: `{
\t"inputs": [
\t\t{
\t\t\t"type": "promptString",
\t\t\t"id": "perplexity-key",
\t\t\t"description": "Perplexity API Key",
\t\t\t"password": true
\t\t}
\t],
\t"servers": {
\t\t// https://github.com/ppl-ai/modelcontextprotocol/
\t\t"Perplexity": {
\t\t\t"type": "http",
\t\t\t"url": "https://perplexity.example/mcp",
\t\t\t"headers": { "X-Api-Key": "\${input:perplexity-key}" }
\t\t}
\t}
}
`,
  'visual-studio': `\ufeff${crlf(`{
    "inputs": [],
    "servers": {
        "github": { "url": "https://api.githubcopilot.com/mcp/" }
    }
}`)}`,
  windsurf: `{"mcpServers":{"figma":{"serverUrl":"https://mcp.figma.com/mcp","headers":{"X-Figma-Token":"\${env:FIGMA_TOKEN}"}}}}`,
  zed: `// Zed settings
//
// For information on how to configure Zed, see the Zed
// documentation: https://zed.dev/docs/configuring-zed
{
  "theme": { "mode": "system", "light": "One Light", "dark": "One Dark" },
  "buffer_font_size": 15, // px
  "context_servers": {
    "local": {
      "command": { "path": "/usr/bin/tool", "args": ["mcp"], "env": { "KEY": "abc" } },
      "settings": {},
    },
  },
  "languages": {
    "Go": { "tab_size": 8, "hard_tabs": true },
  },
}
`,
  'jetbrains-copilot': `{
    "servers": {
        "jira": {
            "url": "https://jira.example/mcp",
            "requestInit": {
                "headers": {
                    "Authorization": "Bearer jira-secret-1"
                }
            }
        }
    }
}
`,
  cline: `{
  "mcpServers": {}
}`,
  roo: `{
  "mcpServers": {
    "search": { "type": "streamable-http", "url": "https://search.example/mcp", "alwaysAllow": ["find"], "disabled": true }
  }
}
`,
  continue: `name: Local Assistant
version: 1.0.0
schema: v1
# Models first
models:
  - name: Llama 3.1 8B
    provider: ollama
    model: llama3.1:8b
    roles: [chat, edit]   # no apply
mcpServers:
  - name: sqlite   # local
    command: npx
    args:
      - -y
      - mcp-sqlite
  - name: linear
    type: streamable-http
    url: https://mcp.linear.app/mcp
    requestOptions:
      headers:
        Authorization: "Bearer \${{ secrets.LINEAR_KEY }}"

prompts:
  - name: check
    prompt: |
      Please check
      this code.

# end
`,
  goose: crlf(`GOOSE_PROVIDER: anthropic   # the default
GOOSE_MODEL: claude-sonnet
extensions:
  developer:
    bundled: true
    enabled: true
    name: developer
    timeout: 300
    type: builtin
  # reachable inside the office only
  wiki:
    name: wiki
    type: streamable_http
    uri: "https://wiki.example/mcp"
    headers:
      Authorization: 'Bearer $WIKI_TOKEN'
    enabled: false
`),
  librechat: `version: 1.2.8
cache: true
mcpServers:
  everything:
    # type: sse
    url: http://localhost:3001/sse
    timeout: 60000
endpoints:
  custom: []
`,
  junie: '{"mcpServers": {"fetch": {"command": "uvx", "args": ["mcp-server-fetch"]}}}\n',
  codex: `# ~/.codex/config.toml
model = "gpt-5-codex"
approval_policy = "on-request"   # ask me

[mcp_servers.context7]
command = "npx"
args = [
  "-y",
  "@upstash/context7-mcp", # docs
]

[mcp_servers.context7.env]
API_KEY = "c7-secret"

[mcp_servers.figma]
url = "https://mcp.figma.com/mcp"
bearer_token_env_var = "FIGMA_OAUTH_TOKEN"
http_headers = { "X-Figma-Region" = "us-east-1" }
tool_timeout_sec = 60

# What I trust
[projects."/home/alice/my shop"]
trust_level = "trusted"

[tui]
notifications = true
`,
  xcode: crlf(`[mcp_servers]
build = { command = "/usr/bin/build", args = ["mcp"] }

[features]
web_search = true`),
  gemini: `{
  "theme": "GitHub",
  "selectedAuthType": "oauth-personal",
  "mcpServers": {
    "maps": {
      "httpUrl": "https://maps.example/mcp",
      "headers": { "X-Goog-Api-Key": "$MAPS_KEY" },
      "timeout": 5000
    }
  }
}
`,
  antigravity: '{\n  "mcpServers": {}\n}\n',
  'lm-studio': `{
  "mcpServers": {
    "hf-mcp-server": {
      "url": "https://huggingface.co/mcp",
      "headers": {
        "Authorization": "Bearer hf_abcdefghijklmnop"
      }
    }
  }
}`,
  'copilot-cli': `{
  "mcpServers": {
    "playwright": {
      "type": "local",
      "command": "npx",
      "args": ["@playwright/mcp@latest"],
      "tools": ["*"]
    }
  }
}
`,
  opencode: `{
  "$schema": "https://opencode.ai/config.json",
  "mcp": {
    "jira": {
      "type": "remote",
      "url": "https://jira.example/mcp",
      "enabled": true,
      "headers": { "Authorization": "Bearer {env:JIRA_KEY}" }
    },
    "local": { "type": "local", "command": ["bun", "x", "my-mcp-command"], "environment": { "A": "b" } }
  }
}
`,
  warp: '{ "mcpServers": { "a": { "url": "https://a.example/mcp" } } }',
};
