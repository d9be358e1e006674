using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(CityActors.Console.Tests.Browser))]

namespace CityActors.Console.Tests;

/// <summary>One Chromium for all tests. Where there is none, the tests say so and are passed over.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private IPlaywright? playwright;
    private IBrowser? chromium;

    /// <summary>The running browser.</summary>
    public IBrowser Chromium
    {
        get
        {
            Assert.SkipWhen(chromium is null, $"NOT RUN: there is no Chromium at {string.Join(", ", Places)}; install Debian's package 'chromium'.");
            return chromium!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(30_000); // A busy machine is no fault.
        if (Places.FirstOrDefault(File.Exists) is { } path)
        {
            playwright = await Playwright.CreateAsync();
            chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
            {
                ExecutablePath = path,
                Args = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"], // No graphics card: WebGL in software.
            });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null)
        {
            await chromium.CloseAsync();
        }

        playwright?.Dispose();
    }
}
