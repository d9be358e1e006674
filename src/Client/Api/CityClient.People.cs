namespace CityActors.Client.Api;

/// <content>People who sign in, for administrators.</content>
public sealed partial class CityClient
{
    /// <summary>Registers a person. Not repeated on a lost connection: a repeat would be refused.</summary>
    public Task<PersonCard> AddPerson(NewPerson person, CancellationToken cancellation) =>
        Ask<PersonCard>(Post("/v1/people", person) with { MayRepeat = false }, cancellation);

    /// <summary>People by name.</summary>
    public IAsyncEnumerable<PersonCard> People(CancellationToken cancellation) => Pages<PersonCard>("/v1/people", [], cancellation, waitsForFacts: false);

    /// <summary>Changes what a person may do.</summary>
    public Task<PersonCard> ChangePerson(string name, PersonChange change, CancellationToken cancellation) =>
        Ask<PersonCard>(Post($"/v1/people/{Uri.EscapeDataString(name)}", change) with { Method = HttpMethod.Put }, cancellation);

    /// <summary>Sets another's password, which signs that person out.</summary>
    public async Task SetPassword(string name, string password, CancellationToken cancellation)
    {
        using var answer = await Send(Post(Address("people", name, "password"), new { Password = password }), cancellation);
    }
}

/// <summary>A person to be registered.</summary>
/// <param name="Name">The name, as it is to stand in histories.</param>
/// <param name="Role">What the person may do, for example <c>officer</c>.</param>
/// <param name="Area">Where; empty: everywhere.</param>
/// <param name="DisplayName">What others read; null: the name.</param>
/// <param name="Responder">The responder that the person is, or null.</param>
/// <param name="Password">The first password; null: none yet.</param>
public sealed record NewPerson(string Name, string Role, string Area, string? DisplayName, string? Responder, string? Password);

/// <summary>What a person is to be.</summary>
/// <param name="Role">What the person may do.</param>
/// <param name="Area">Where; empty: everywhere.</param>
/// <param name="Disabled">Whether the person is not let in.</param>
public sealed record PersonChange(string Role, string Area, bool Disabled);

/// <summary>A person as registered.</summary>
/// <param name="Name">The name in histories.</param>
/// <param name="DisplayName">What others read.</param>
/// <param name="Role">What the person may do.</param>
/// <param name="Area">Where; empty: everywhere.</param>
/// <param name="Responder">The responder that the person is, or empty.</param>
/// <param name="CreatedAt">When the person was registered, UTC.</param>
/// <param name="DisabledAt">Since when the person is not let in, UTC, or null.</param>
/// <param name="LockedUntil">Until when no password is looked at, UTC, or null.</param>
public sealed record PersonCard(
    string Name, string DisplayName, string Role, string Area, string Responder, DateTimeOffset CreatedAt, DateTimeOffset? DisabledAt, DateTimeOffset? LockedUntil);
