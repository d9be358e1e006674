using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CityActors.WorkOrders;

/// <summary>Ids of orders: the same matter always has the same one.</summary>
public static class OrderIds
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary><c>order-</c> and 13 characters (Crockford base 32) of the SHA-256 of the matter's id.</summary>
    public static string Of(string matterId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(matterId));
        var number = BinaryPrimitives.ReadUInt64BigEndian(hash);
        return string.Create(19, number, static (text, value) =>
        {
            "order-".CopyTo(text);
            for (var i = text.Length - 1; i >= 6; i--)
            {
                text[i] = Alphabet[(int)(value & 31)];
                value >>= 5;
            }
        });
    }
}
