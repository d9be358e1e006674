using CityActors.Places;
using CityActors.Silo.Access;
using CityActors.WorkOrders;

namespace CityActors.Silo.Attachments;

/// <summary>Which pictures of an order a reader may see, and what of them.</summary>
/// <param name="Caller">Who reads.</param>
/// <param name="Privacy">Whether the matter tells how people live.</param>
/// <param name="Report">The one report that the reader proved to be its own, or empty: its name says what is its own.</param>
internal sealed record AttachmentsForReader(Caller Caller, Privacy Privacy, string Report = "")
{
    /// <summary>What a sender may be to an order.</summary>
    public const string Reporter = "reporter";

    /// <summary>One that the order was offered.</summary>
    public const string Responder = "responder";

    /// <summary>Somebody who decides about orders.</summary>
    public const string Officer = "officer";

    private bool IsInside => Caller.SeesHomes || Caller.Role == Role.Responder;

    /// <summary>The pictures that the order says are its own, as far as the reader may see them.</summary>
    public IReadOnlyList<KeptAttachment> Of(OrderView view, IEnumerable<KeptAttachment> kept)
    {
        var own = view.Timeline.Where(static line => line.What == OrderEvents.Attached).Select(static line => line.Subject).ToHashSet(StringComparer.Ordinal);
        var isSubmitted = view.Timeline.Any(static line => line.What == OrderEvents.Submitted);
        return [.. kept.Where(one => own.Contains(one.Hash) && MaySee(one, isSubmitted))];
    }

    /// <summary>A picture as the reader is told of it: of who sent it only officers learn the name, and of others' words nobody else anything.</summary>
    public AttachmentAnswer Show(KeptAttachment kept) => new(
        kept.Hash,
        kept.Type,
        kept.Bytes,
        kept.At,
        Caller.SeesHomes || kept.Actor == Caller.Name ? kept.Actor : kept.Source,
        IsInside || IsOwn(kept) ? kept.Note : "");

    private bool IsOwn(KeptAttachment kept) => kept.Source == Reporter && (Report.Length > 0 ? kept.Report == Report : kept.Actor == Caller.Name);

    /// <summary>Pictures of a home's matter are for officers and its responders; of others, whoever reported sees its own and what was done.</summary>
    private bool MaySee(KeptAttachment kept, bool isSubmitted) => Privacy == Privacy.Public
        ? Caller.Role != Role.Citizen || IsOwn(kept) || (kept.Source == Responder && isSubmitted)
        : IsInside;
}

/// <summary>A picture of an order.</summary>
/// <param name="Hash">The SHA-256 of its bytes, hexadecimal: its name.</param>
/// <param name="Type"><c>image/jpeg</c>, <c>image/png</c> or <c>image/webp</c>.</param>
/// <param name="Bytes">How many bytes it has.</param>
/// <param name="At">When it was sent, UTC.</param>
/// <param name="Actor">Who sent it, or what that one is to the order: <c>reporter</c>, <c>responder</c>, <c>officer</c>.</param>
/// <param name="Note">What it shows, or empty.</param>
public sealed record AttachmentAnswer(string Hash, string Type, long Bytes, DateTimeOffset At, string Actor, string Note);

/// <summary>The pictures of an order.</summary>
/// <param name="Items">Them, the oldest first.</param>
public sealed record AttachmentsAnswer(IReadOnlyList<AttachmentAnswer> Items);
