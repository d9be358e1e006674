using System.Net.Http.Headers;
using System.Text.Json;
using CityActors.Cameras;
using CityActors.Households;
using CityActors.Terminals;

namespace CityActors.Client.Api;

/// <content>Registers what is watched.</content>
public sealed partial class CityClient
{
    /// <summary>Registers a household, or changes it.</summary>
    public Task Register(HouseholdRegistration home, CancellationToken cancellation) => Put("households", home.Card.Id, home, cancellation);

    /// <summary>Registers a camera, or changes it.</summary>
    public Task Register(CameraRegistration camera, CancellationToken cancellation) => Put("cameras", camera.Card.Id, camera, cancellation);

    /// <summary>Registers a terminal, or changes it.</summary>
    public Task Register(TerminalRegistration terminal, CancellationToken cancellation) => Put("terminals", terminal.Card.Id, terminal, cancellation);

    private async Task Put<T>(string list, string id, T body, CancellationToken cancellation)
    {
        var call = new Call(HttpMethod.Put, $"/v1/{list}/{Uri.EscapeDataString(id)}")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(body, ApiJson.Options),
            Type = new MediaTypeHeaderValue("application/json", "utf-8"),
        };
        using var answer = await Send(call, cancellation);
    }
}
