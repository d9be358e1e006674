using Microsoft.Playwright;

namespace CityActors.Console.Tests;

/// <summary>What a camera would give.</summary>
internal static class Pictures
{
    /// <summary>A picture of one red point.</summary>
    public static FilePayload Small => new()
    {
        Name = "photo.png",
        MimeType = "image/png",
        Buffer = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="),
    };
}
