using System.Globalization;
using CityActors.Cases;
using CityActors.Notifications;

namespace CityActors.Silo.Notifications;

/// <summary>What a fact means for the outbox.</summary>
/// <param name="Wanted">What is to be delivered, or null: something is not needed any more.</param>
/// <param name="Area">The code of the area it belongs to.</param>
/// <param name="Channel">The way to its receiver.</param>
/// <param name="Needless">The alert of which nobody further is to be told; empty: of none.</param>
internal sealed record OutboxItem(Notification? Wanted, string Area, string Channel, string Needless)
{
    /// <summary>The receiver of what people are told about cases: a gateway that knows how to reach accounts.</summary>
    public const string People = "people";

    /// <summary>Of a case: which text is told to whom, or null: the words stand in the notification.</summary>
    public ToldText? Told { get; init; }

    /// <summary>What a case tells, one for each whom it tells it. No id has a person's name in it.</summary>
    /// <param name="told">What was told.</param>
    /// <param name="channelOf">The way to a receiver.</param>
    public static IEnumerable<OutboxItem> Of(CaseTold told, Func<string, string> channelOf)
    {
        var line = long.Parse(told.Subject[(told.Subject.LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture);
        return (told.Roles is null ? [] : told.To.Select(static person => (Receiver: People, Person: (string?)person)).Concat(told.Roles.Select(static role => (Receiver: role, Person: (string?)null))))
            .Select((whom, number) => new OutboxItem(
                new Notification
                {
                    Id = string.Create(CultureInfo.InvariantCulture, $"{told.Case}.{line}.{told.Version}.{number + 1}"),
                    Receiver = whom.Receiver,
                    Subject = told.Case,
                    English = "",
                    Chinese = "",
                    At = told.At,
                },
                told.Area,
                channelOf(whom.Receiver),
                "")
            { Told = new ToldText(told.Text, line, whom.Person) });
    }
}

/// <summary>A text that a case tells. The words are made for each attempt and kept nowhere.</summary>
/// <param name="Text">The text's name.</param>
/// <param name="Line">The line of the case that told it.</param>
/// <param name="Person">Whom, by account or key, or null: a role.</param>
internal sealed record ToldText(string Text, long Line, string? Person);
