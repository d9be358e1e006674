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

    private const string Role = "role:";

    /// <summary>Of a case: which text is told to whom, or null: the words stand in the notification.</summary>
    public ToldText? Told { get; init; }

    /// <summary>What a case tells, one for each whom it tells it; nobody hears one thing twice.</summary>
    /// <param name="told">What was told.</param>
    /// <param name="channelOf">The way to a receiver.</param>
    public static IEnumerable<OutboxItem> Of(CaseTold told, Func<string, string> channelOf)
    {
        var line = long.Parse(told.Subject[(told.Subject.LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture);
        foreach (var whom in told.To.Distinct(StringComparer.Ordinal))
        {
            var isRole = whom.StartsWith(Role, StringComparison.Ordinal);
            var receiver = isRole ? whom[Role.Length..] : People;
            var notification = new Notification
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"{told.Case}.{line}.{told.Version}.{(isRole ? receiver : whom)}"),
                Receiver = receiver,
                Subject = told.Case,
                English = "",
                Chinese = "",
                At = told.At,
            };
            yield return new OutboxItem(notification, told.Area, channelOf(receiver), "") { Told = new ToldText(told.Text, line, isRole ? null : whom) };
        }
    }
}

/// <summary>A text that a case tells. The words are made for each attempt and kept nowhere.</summary>
/// <param name="Text">The text's name.</param>
/// <param name="Line">The line of the case that told it.</param>
/// <param name="Person">Whom, by account or key, or null: a role.</param>
internal sealed record ToldText(string Text, long Line, string? Person);
