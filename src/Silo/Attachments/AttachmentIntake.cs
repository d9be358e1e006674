using System.Security.Cryptography;
using CityActors.Silo.Clock;
using CityActors.Silo.Ingest;
using CityActors.Silo.Limits;
using CityActors.Texts;
using CityActors.WorkOrders;

namespace CityActors.Silo.Attachments;

/// <summary>Takes a picture for an order: reads it, cleans it, keeps it, and has the order say that it is its own.</summary>
/// <remarks>A picture is named by what it is, so that the same one sent again is the same one, whatever became of the first answer.</remarks>
internal sealed class AttachmentIntake(AttachmentStore store, UploadDoor door, IGrainFactory grains, DeclaredClock clock)
{
    /// <summary>The largest picture, bytes.</summary>
    public const int Largest = 5 << 20;

    private const int LongestNote = 300;
    private const int SomeSeconds = 5;
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(120);

    /// <summary>Takes the picture in a request's body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="order">The order that it is for: one that the sender may add to.</param>
    /// <param name="sender">Who sends it.</param>
    /// <param name="note">What it shows, or null.</param>
    /// <returns>The picture as it is kept, or why it is not.</returns>
    public async Task<(KeptAttachment? Kept, IResult? Refusal)> Take(HttpRequest request, string order, AttachmentSender sender, string? note)
    {
        if (Characters.In(note ?? "") > LongestNote)
        {
            return (null, Problems.Bad("bad-note", $"'note' has at most {LongestNote} characters.", "note", $"图片说明不得超过{LongestNote}字。"));
        }

        var type = request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() ?? "";
        if (!Photo.Types.Contains(type))
        {
            return (null, Problems.Of(StatusCodes.Status415UnsupportedMediaType, "not-an-image", $"The body must be a picture: send 'Content-Type: {string.Join("' or '", Photo.Types)}'.", "请上传 JPEG、PNG 或 WebP 图片。"));
        }

        try
        {
            using var room = door.RoomOf(sender.Counted);
            var (content, refusal) = await Receive(request, type, room);
            return content is null ? (null, refusal) : await Keep(order, sender, type, content, note ?? "");
        }
        catch (TooMuchException fault)
        {
            return (null, fault.Limit.Result(request.HttpContext, SomeSeconds));
        }
        catch (OperationCanceledException) when (!request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return (null, Problems.Of(StatusCodes.Status408RequestTimeout, "too-slow", $"The picture did not arrive within {LongestRead.TotalSeconds:0} s; nothing was stored. Send a smaller one.", "图片上传过慢，未保存。请压缩后重发。"));
        }
    }

    private static async Task<(byte[]? Content, IResult? Refusal)> Receive(HttpRequest request, string type, BufferRoom room)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(request.HttpContext.RequestAborted);
        patience.CancelAfter(LongestRead);
        using var received = await BodyReader.Receive(request, room, patience.Token);
        var bytes = received.Bytes.Span;
        var found = Photo.TypeOf(bytes);
        return found != type
            ? (null, Problems.Bad("bad-image", $"The body is declared as '{type}', but {(found is null ? "is no picture that is taken" : $"is '{found}'")}.", chinese: "图片内容与声明的类型不符，请重新选择。"))
            : Photo.Clean(bytes) is { } clean
                ? (clean, null)
                : (null, Problems.Bad("bad-image", $"The body begins as '{type}' and is not whole, or is a film; nothing was stored. Send it again.", chinese: "图片不完整或为动图，未保存，请重发。"));
    }

    private async Task<(KeptAttachment? Kept, IResult? Refusal)> Keep(string order, AttachmentSender sender, string type, byte[] content, string note)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        await store.Keep(order, new NewAttachment(hash, type, clock.Now, sender.Actor, sender.Source, sender.Report, note, content)); // Before the order speaks of it.
        var reply = await grains.GetGrain<IWorkOrderGrain>(order).Attach(new OrderAttachment(hash, sender.Actor, clock.Now));
        if (reply.Refusal is { } refusal)
        {
            await store.LetGo(order, hash);
            return (null, Problems.Refused(refusal));
        }

        return ((await store.Read(order)).Find(one => one.Hash == hash), null);
    }
}

/// <summary>Who sends a picture.</summary>
/// <param name="Actor">The name in the order's history.</param>
/// <param name="Source">What the sender is to the order.</param>
/// <param name="Report">The report that it belongs to, or empty.</param>
/// <param name="Counted">Whose memory it takes while it is on its way.</param>
internal sealed record AttachmentSender(string Actor, string Source, string Report, string Counted);
