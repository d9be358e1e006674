using CityActors.Silo.Attachments;

namespace CityActors.Silo.Tests.Attachments;

/// <summary>Of a picture stays what is seen, and nothing else.</summary>
public sealed class PhotoTests
{
    public static TheoryData<string, byte[]> Whole => new() { { "image/jpeg", Pictures.Jpeg() }, { "image/png", Pictures.Png() }, { "image/webp", Pictures.Webp() } };

    [Theory]
    [MemberData(nameof(Whole))]
    public void Clean_APictureWithSecrets_KeepsNone_AndCleanedAgainIsTheSame(string type, byte[] picture)
    {
        Assert.True(Pictures.Hold(picture, Pictures.Secret));

        var clean = Photo.Clean(picture)!;

        Assert.Equal(type, Photo.TypeOf(picture));
        Assert.Equal(type, Photo.TypeOf(clean));
        Assert.False(Pictures.Hold(clean, Pictures.Secret[..3]));
        Assert.Equal(clean, Photo.Clean(clean));
        Assert.All(Enumerable.Range(0, clean.Length), length => Assert.Null(Photo.Clean(clean.AsSpan(0, length)))); // Cut off anywhere, it is none.
    }

    [Theory]
    [InlineData(1, true, false)]
    [InlineData(3, false, true)]
    [InlineData(8, true, true)]
    [InlineData(9, true, false)]
    [InlineData(0, true, false)]
    public void Jpeg_WhichSideIsUp_StaysWhereItMatters(int orientation, bool isBigEndian, bool isKept)
    {
        var clean = Photo.Clean(Pictures.Jpeg(orientation, isBigEndian: isBigEndian))!;

        Assert.Equal(isKept, Pictures.Hold(clean, "Exif"));
        Assert.Equal(isKept ? orientation : 1, isKept ? ExifOrientation.Of(clean.AsSpan(6)) : 1);
        Assert.True(Pictures.Hold(clean, "Adobe"));
        Assert.False(Pictures.Hold(clean, "JFIF"));
        Assert.Equal([0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56], clean.AsSpan(clean.AsSpan().LastIndexOf((byte)0x12), 7).ToArray());
        Assert.Equal([0x78, 0x9A, 0xFF, 0xD9], clean[^4..]);
    }

    [Fact]
    public void Clean_WhatIsNoPicture_IsRefused_WhateverTheBytes()
    {
        var random = new Random(5);
        Assert.Null(Photo.Clean([]));
        Assert.Null(Photo.Clean("GIF89a"u8));
        Assert.Null(Photo.Clean("<svg xmlns='http://www.w3.org/2000/svg'/>"u8));
        foreach (var picture in (byte[][])[Pictures.Jpeg(), Pictures.Png(), Pictures.Webp()])
        {
            for (var i = 0; i < 2_000; i++)
            {
                var broken = picture.ToArray();
                for (var wrong = random.Next(1, 5); wrong > 0; wrong--)
                {
                    broken[random.Next(broken.Length)] = (byte)random.Next(256);
                }

                _ = Photo.Clean(broken); // Nothing is thrown, however it is broken.
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Exif")]
    [InlineData("Exif\0\0MM")]
    [InlineData("Exif\0\0II*\0\u007f\u007f\u007f\u007f")]
    public void Exif_ThatSaysNothing_IsUpright(string content) => Assert.Equal(1, ExifOrientation.Of(System.Text.Encoding.Latin1.GetBytes(content)));
}
